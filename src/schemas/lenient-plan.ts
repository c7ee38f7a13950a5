import type { JsonSchema } from '../protocol/index.js';
import { ANYTHING, type SchemaPlace, SchemaPlaces } from './lenient-places.js';
import { ARRAY, NO_TYPE, OBJECT, TEXT } from './lenient-types.js';

/** What text may stand for at one place of the arguments, and at those inside of it. */
export interface LenientPlan {
  /** JSON types; none where text itself is allowed. */
  readonly meant: number;
  /** Of those that the schema names; nothing for one in which text stays text. */
  readonly properties: ReadonlyMap<string, LenientPlan | undefined>;
  readonly otherProperties: LenientPlan | undefined;
  /** Of the first members of an array. */
  readonly prefix: readonly (LenientPlan | undefined)[];
  readonly members: LenientPlan | undefined;
}

/** A schema with more places is read as strictly as ever behind them. */
const MAX_PLACES = 2_000;

/**
 * Finds the places of a schema where text can only be meant as something else.
 * @returns `undefined` if there are none
 */
export function planLeniency(schema: JsonSchema): LenientPlan | undefined {
  const planner = new Planner();
  const plan = planner.plan(new SchemaPlaces(schema).of(schema));
  return planner.hasMeanings() ? plan : undefined;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A place that contains itself has one plan, which contains itself. */
class Planner {
  private readonly plans = new Map<string, LenientPlan>();
  private readonly waiting: [SchemaPlace, Writable<LenientPlan>][] = [];

  plan(root: SchemaPlace): LenientPlan | undefined {
    const plan = this.of(root);
    // The outer places come first, and grow by those that each has inside.
    for (const [place, one] of this.waiting) this.fill(place, one);
    return plan;
  }

  hasMeanings(): boolean {
    return [...this.plans.values()].some(({ meant }) => meant !== NO_TYPE);
  }

  private of(place: SchemaPlace): LenientPlan | undefined {
    const known = this.plans.get(place.key);
    if (known || place === ANYTHING || this.plans.size >= MAX_PLACES) return known;
    const meant = place.types & TEXT ? NO_TYPE : place.types;
    if (meant === NO_TYPE && !(place.types & (OBJECT | ARRAY))) return undefined;
    const plan: Writable<LenientPlan> = {
      meant,
      properties: new Map(),
      otherProperties: undefined,
      prefix: [],
      members: undefined,
    };
    this.plans.set(place.key, plan);
    this.waiting.push([place, plan]);
    return plan;
  }

  private fill(place: SchemaPlace, plan: Writable<LenientPlan>): void {
    if (place.types & OBJECT) {
      plan.properties = new Map(place.names.map((name) => [name, this.of(place.property(name))]));
      plan.otherProperties = this.of(place.otherProperty());
    }
    if (place.types & ARRAY) {
      plan.prefix = Array.from({ length: place.prefixLength }, (_, index) => this.of(place.member(index)));
      plan.members = this.of(place.member(place.prefixLength));
    }
  }
}
