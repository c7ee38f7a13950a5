/** Which way a schema looks: arguments that clients send, or results that they get. */
export type SchemaDirection = 'input' | 'output';
