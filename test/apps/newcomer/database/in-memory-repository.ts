/** Rows of one table, by their id. A stand-in for an ORM's repository. */
export abstract class InMemoryRepository<Row extends { readonly id: number }> {
  private readonly rows = new Map<number, Row>();

  constructor(rows: readonly Row[]) {
    for (const row of rows) this.rows.set(row.id, row);
  }

  find(accepts: (row: Row) => boolean = () => true): Promise<Row[]> {
    return Promise.resolve([...this.rows.values()].filter(accepts));
  }

  findById(id: number): Promise<Row | undefined> {
    return Promise.resolve(this.rows.get(id));
  }

  insert(row: Omit<Row, 'id'>): Promise<Row> {
    const inserted = { ...row, id: this.rows.size + 1 } as Row;
    this.rows.set(inserted.id, inserted);
    return Promise.resolve(inserted);
  }

  /** What is `undefined` stays as it was. */
  update(id: number, changes: Partial<Omit<Row, 'id'>>): Promise<Row | undefined> {
    const row = this.rows.get(id);
    if (!row) return Promise.resolve(undefined);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const updated = { ...row, ...Object.fromEntries(given) } as Row;
    this.rows.set(id, updated);
    return Promise.resolve(updated);
  }
}
