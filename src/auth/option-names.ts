/** What messages about options say. */
const NAMES = {
  bearer: 'AuthModule',
  'bearer.token': '`bearer.token`',
  'bearer.tokens': '`bearer.tokens`',
  'bearer.tokensFile': '`bearer.tokensFile`',
  jwt: 'AuthModule',
  'jwt.algorithms': '`jwt.algorithms`',
  'jwt.audience': '`jwt.audience`',
  'jwt.claims': '`jwt.claims`',
  'jwt.issuer': '`jwt.issuer`',
  'jwt.jwksUrl': '`jwt.jwksUrl`',
  'jwt.scopeClaim': '`jwt.scopeClaim`',
  publicUrl: '`publicUrl`',
} as const;

/** An option that messages name; `bearer` and `jwt` stand for the module that was told to ask for such tokens. */
export type NamedAuthOption = keyof typeof NAMES;

export type AuthOptionNames = Readonly<Partial<Record<NamedAuthOption, string>>>;

/** What messages call an option: as those who read them set it. */
export function nameOf(
  { optionNames }: { readonly optionNames?: AuthOptionNames | undefined },
  option: NamedAuthOption,
): string {
  return optionNames?.[option] ?? NAMES[option];
}
