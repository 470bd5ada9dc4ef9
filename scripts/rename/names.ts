/** A name in each of the ways that code and prose write it. */
export interface Spellings {
  /** `my-app`: packages, the app, folders. */
  readonly kebab: string;
  /** `MyApp`: types, and prose. */
  readonly pascal: string;
  /** `MY_APP`: environment variables. */
  readonly constant: string;
}

export const expectedName =
  "2 to 30 characters: small letters, digits and single hyphens, a letter first";

/** Whether it can be an npm scope, an SST app's name, and a part of names of AWS's resources. */
export const isName = (name: string): boolean =>
  name.length >= 2 && name.length <= 30 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);

export function spellingsOf(name: string): Spellings {
  const words = name.split("-");
  return {
    kebab: name,
    pascal: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""),
    constant: words.join("_").toUpperCase(),
  };
}

/** The text with every spelling of one name become the other's. Pure. */
export function renamed(text: string, from: Spellings, to: Spellings): string {
  return text
    .replaceAll(from.kebab, to.kebab)
    .replaceAll(from.pascal, to.pascal)
    .replaceAll(from.constant, to.constant);
}
