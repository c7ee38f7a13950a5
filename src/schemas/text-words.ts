/** What decorators want of a text that JSON Schema cannot say, where their own messages say it badly or not at all. */
export const WORDS: Readonly<Record<string, string>> = {
  isBooleanString: 'Must be "true" or "false" as text.',
  isBtcAddress: 'Must be a Bitcoin address.',
  isCreditCard: 'Must be a credit card number.',
  isCurrency: 'Must be an amount of money as text, such as 12.50.',
  isDecimal: 'Must be a decimal number as text, such as 12.5.',
  IsFirebasePushId: 'Must be a Firebase push ID.',
  isFullWidth: 'Must contain a full-width character, such as Ａ.',
  isHSL: 'Must be an HSL colour, such as hsl(120, 100%, 50%).',
  isHalfWidth: 'Must contain a half-width character, such as a.',
  isHexColor: 'Must be a hexadecimal colour, such as #00ff7f.',
  isHexadecimal: 'Must be a hexadecimal number, such as 1f.',
  isISO4217CurrencyCode: 'Must be an ISO 4217 currency code, such as EUR.',
  isISO6391: 'Must be an ISO 639-1 language code, such as en.',
  isISO31661Alpha2: 'Must be a country code of two letters (ISO 3166-1), such as NO.',
  isISO31661Alpha3: 'Must be a country code of three letters (ISO 3166-1), such as NOR.',
  isISO31661Numeric: 'Must be a country code of three digits (ISO 3166-1), such as 578.',
  isISSN: 'Must be an ISSN.',
  isJson: 'Must be JSON as text.',
  isJwt: 'Must be a JSON Web Token.',
  isLatLong: 'Must be a latitude and a longitude, such as 59.91,10.75.',
  isLocale: 'Must be a locale, such as en-GB.',
  isLowercase: 'Must be in lower case.',
  isMacAddress: 'Must be a MAC address, such as 00:1b:44:11:3a:b7.',
  isMagnetURI: 'Must be a magnet URI.',
  isMilitaryTime: 'Must be a time of day as HH:MM, such as 09:30.',
  isMimeType: 'Must be a MIME type, such as text/plain.',
  isMongoId: 'Must be a MongoDB ObjectId, such as 507f1f77bcf86cd799439011.',
  isMultibyte: 'Must contain a character that is not ASCII, such as é.',
  isNumberString: 'Must be a number as text, such as 12.5.',
  isOctal: 'Must be an octal number, such as 17.',
  isPort: 'Must be a port number as text, such as 8080.',
  isRgbColor: 'Must be an RGB colour, such as rgb(0,255,127).',
  isSemVer: 'Must be a semantic version, such as 1.2.3.',
  isSurrogatePair: 'Must contain a character above U+FFFF, such as 😀.',
  isTimeZone: 'Must be an IANA time zone, such as Europe/Oslo.',
  isUppercase: 'Must be in upper case.',
  isVariableWidth: 'Must contain both full-width and half-width characters.',
  isDataURI: 'Must be a data URI, such as data:text/plain,hello.',
};

/** The same of decorators that take a locale, a country or a version; '' for none. */
export const WORDS_BY_OPTION: Readonly<Record<string, (option: string) => string>> = {
  isAlpha: (locale) => `Must contain only ${lettersOf(locale)}.`,
  isAlphanumeric: (locale) => `Must contain only ${lettersOf(locale)} and digits.`,
  isIdentityCard: (locale) => `Must be the number of an identity card${inBrackets(locale)}.`,
  isIsbn: (version) => `Must be an ISBN${version && `-${version}`}.`,
  isMobilePhone: (locale) => `Must be a mobile phone number${inBrackets(locale)}.`,
  isPassportNumber: (country) => `Must be the number of a passport${inBrackets(country)}.`,
  isPhoneNumber: (region) =>
    region
      ? `Must be a phone number (${region}).`
      : 'Must be a phone number with its country code, such as +4722123456.',
  isPostalCode: (locale) => `Must be a postal code${inBrackets(locale)}.`,
  isTaxId: (locale) => `Must be a tax identification number${inBrackets(locale)}.`,
};

function lettersOf(locale: string): string {
  return locale === '' || locale.startsWith('en-') ? 'letters (a-z, A-Z)' : `letters of ${locale}`;
}

function inBrackets(option: string): string {
  return option && ` (${option})`;
}

/** What a decorator was given: some take a list, and validator.js calls their default `any`. */
export function toOption(given: string | readonly string[] | undefined): string {
  return [given]
    .flat()
    .filter((one) => one !== undefined && one !== 'any')
    .join(', ');
}

/** Decorators whose own message is good: "must be an IBAN". */
export const WORDS_OF_ITS_OWN = [
  'isAscii',
  'isBIC',
  'isBase32',
  'isBase58',
  'isBase64',
  'isEAN',
  'isEthereumAddress',
  'isHash',
  'isIBAN',
  'isISRC',
  'isIsin',
];

export interface PasswordOptions {
  readonly minLength?: number;
  readonly minLowercase?: number;
  readonly minUppercase?: number;
  readonly minNumbers?: number;
  readonly minSymbols?: number;
}

/** With the defaults of validator.js. */
export function passwordWords(options: PasswordOptions | undefined): string {
  const { minLength = 8, minLowercase = 1, minUppercase = 1, minNumbers = 1, minSymbols = 1 } = options ?? {};
  const parts = [
    [minLowercase, 'lower-case letter'],
    [minUppercase, 'upper-case letter'],
    [minNumbers, 'digit'],
    [minSymbols, 'symbol'],
  ] as const;
  const wanted = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}${count > 1 ? 's' : ''}`);
  return `Must have at least ${[`${minLength} characters`, ...wanted].join(', ')}.`;
}
