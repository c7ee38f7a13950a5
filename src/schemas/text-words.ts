/** What decorators want of a text that JSON Schema cannot say, where their own messages say it badly or not at all. */
export const WORDS: Readonly<Record<string, string>> = {
  isBooleanString: 'Must be "true" or "false" as text.',
  isCurrency: 'Must be an amount of money as text, such as 12.50.',
  isDecimal: 'Must be a decimal number as text, such as 12.5.',
  isHSL: 'Must be an HSL colour, such as hsl(120, 100%, 50%).',
  isHexColor: 'Must be a hexadecimal colour, such as #00ff7f.',
  isHexadecimal: 'Must be a hexadecimal number, such as 1f.',
  isISO4217CurrencyCode: 'Must be an ISO 4217 currency code, such as EUR.',
  isISO6391: 'Must be an ISO 639-1 language code, such as en.',
  isISO31661Alpha2: 'Must be a country code of two letters (ISO 3166-1), such as NO.',
  isISO31661Alpha3: 'Must be a country code of three letters (ISO 3166-1), such as NOR.',
  isISO31661Numeric: 'Must be a country code of three digits (ISO 3166-1), such as 578.',
  isJson: 'Must be JSON as text.',
  isJwt: 'Must be a JSON Web Token.',
  isLatLong: 'Must be a latitude and a longitude, such as 59.91,10.75.',
  isLocale: 'Must be a locale, such as en-GB.',
  isLowercase: 'Must be in lower case.',
  isMagnetURI: 'Must be a magnet URI.',
  isMilitaryTime: 'Must be a time of day as HH:MM, such as 09:30.',
  isMimeType: 'Must be a MIME type, such as text/plain.',
  isNumberString: 'Must be a number as text, such as 12.5.',
  isOctal: 'Must be an octal number, such as 17.',
  isPort: 'Must be a port number as text, such as 8080.',
  isRgbColor: 'Must be an RGB colour, such as rgb(0, 255, 127).',
  isSemVer: 'Must be a semantic version, such as 1.2.3.',
  isTimeZone: 'Must be an IANA time zone, such as Europe/Oslo.',
  isUppercase: 'Must be in upper case.',
  isDataURI: 'Must be a data URI, such as data:text/plain,hello.',
};

/** Decorators that are given a country, or a locale, or several of them. */
export const OF_A_COUNTRY: Readonly<Record<string, (place: unknown) => string>> = {
  isIdentityCard: (place) => `Must be the number of an identity card${of(place)}.`,
  isMobilePhone: (place) => `Must be the number of a mobile phone${of(place)}.`,
  isPassportNumber: (place) => `Must be the number of a passport${of(place)}.`,
  isPhoneNumber: (place) => `Must be a phone number${of(place)}.`,
  isPostalCode: (place) => `Must be a postal code${of(place)}.`,
  isTaxId: (place) => `Must be a tax identification number${of(place)}.`,
};

/** A place is a code, such as `DE` or `de-DE`; `any` is no place. */
function of(place: unknown): string {
  const places = [place].flat().filter((one) => typeof one === 'string' && one !== 'any');
  return places.length > 0 ? ` of ${places.join(' or ')}` : '';
}

/** Decorators whose own message is good: "must be an IBAN". */
export function namesInWords(): string[] {
  return (
    'IsFirebasePushId isAlpha isAlphanumeric isAscii isBIC isBase32 isBase58 isBase64 isBtcAddress isCreditCard ' +
    'isEAN isEthereumAddress isFullWidth isHalfWidth isHash isIBAN isISRC isISSN isIsbn isIsin isMacAddress ' +
    'isMongoId isMultibyte isSurrogatePair isVariableWidth'
  ).split(' ');
}

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
