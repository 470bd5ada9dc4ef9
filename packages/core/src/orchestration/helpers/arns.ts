/** The name in a function's ARN, without version or alias; a plain name is its own. Seed: trim_arn_to_name. */
export function nameInArn(arn: string): string {
  const parts = arn.split(":");
  const [, , service, , , resource = ""] = parts;
  if (parts[0] !== "arn") return parts[0] ?? arn;
  if (service === "lambda") return parts[6] ?? resource;
  return (parts.length > 6 ? parts[6] : resource)?.split("/").at(-1) ?? "";
}

/** The account in an ARN, if it names one. Seed: trim_arn_to_account. */
export const accountInArn = (arn: string): string | undefined =>
  arn.split(":").find((part) => /^\d{12}$/.test(part));
