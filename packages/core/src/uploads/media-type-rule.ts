const token = "[\\w!#$&^.+-]+";
const quoted = '"[ !#-\\[\\]-~]*"';
const parameter = `\\s*;\\s*${token}=(?:${token}|${quoted})`;

/** What a media type looks like, as a pattern. Pure; the web page asks the same rule. */
export const mediaTypePattern = new RegExp(`^${token}/${token}(?:${parameter})*$`);
