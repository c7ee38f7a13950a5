import type { Ajv, Code, CodeKeywordDefinition, KeywordCxt, Name } from 'ajv';

/** What of ajv writes the code of a keyword. */
export type Codegen = Pick<typeof import('ajv'), '_' | 'Name'>;

/** What an error of `anyOf` or `oneOf` says. */
export interface UnionParams {
  /** How many errors each alternative has. They stand in front of this one, in the same order. */
  readonly counts: readonly number[];
  /** Two alternatives of `oneOf` that both take the value. */
  readonly passingSchemas: readonly [number, number] | null;
}

/** Has ajv count the errors of each alternative of a union, which paths do not tell apart behind a `$ref`. */
export function withCountedUnions(ajv: Ajv, codegen: Codegen): Ajv {
  for (const keyword of ['anyOf', 'oneOf']) {
    const definition = ajv.getKeyword(keyword) as CodeKeywordDefinition;
    ajv.removeKeyword(keyword);
    ajv.addKeyword(countErrors(definition, codegen));
  }
  return ajv;
}

function countErrors(definition: CodeKeywordDefinition, { _, Name: NameOf }: Codegen): CodeKeywordDefinition {
  const errors = new NameOf('errors');
  const counts = new WeakMap<object, readonly Name[]>();
  return {
    ...definition,
    error: {
      ...definition.error!,
      params: (cxt) => {
        const listed = counts.get(cxt)!.reduce<Code>((list, count) => _`${list}${count}, `, _``);
        return _`{counts: [${listed}], passingSchemas: ${cxt.params['passing'] ?? null}}`;
      },
    },
    code(cxt: KeywordCxt) {
      const own = (cxt.schema as unknown[]).map(() => cxt.gen.let('count', 0));
      counts.set(cxt, own);
      const writeSubschema = cxt.subschema.bind(cxt);
      cxt.subschema = (alternative, valid) => {
        const before = cxt.gen.const('before', errors);
        const inner = writeSubschema(alternative, valid);
        cxt.gen.assign(own[Number(alternative.schemaProp)]!, _`${errors} - ${before}`);
        return inner;
      };
      definition.code(cxt);
    },
  };
}
