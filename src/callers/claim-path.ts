/** Whether a text can name a claim: a name, or names joined by dots, as `realm_access.roles`. None of them is empty. */
export function isClaimPath(text: string): boolean {
  return text.split('.').every((name) => name !== '');
}
