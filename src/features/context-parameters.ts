const CONTEXT_PARAMETERS = 'rookery:context-parameters';

/** Takes a parameter's value from the context of the call. */
type ReadContext = (context: never) => unknown;

/** Which parameters of a method are filled from the context of the call, by their index. */
export type ContextParameters = ReadonlyMap<number, ReadContext>;

/** A decorator of a parameter that is filled from the context of the call. */
export function createContextParameter(read: ReadContext): ParameterDecorator {
  return (prototype, method, index) => {
    const known = contextParametersOf(prototype, String(method));
    Reflect.defineMetadata(CONTEXT_PARAMETERS, new Map(known).set(index, read), prototype, method!);
  };
}

export function contextParametersOf(prototype: object, method: string): ContextParameters {
  const known: unknown = Reflect.getMetadata(CONTEXT_PARAMETERS, prototype, method);
  return (known as ContextParameters | undefined) ?? new Map();
}
