import { type MessageAttributeValue } from "@aws-sdk/client-sns";
import { InvalidMessageError } from "./errors.ts";

/** What SNS compares filter policies with. */
export type Attribute = string | number | readonly (string | number | boolean | null)[];
export type Attributes = Readonly<Record<string, Attribute>>;

/** Attributes as SNS takes them: text, number, or a list as JSON. Throws `InvalidMessageError`. */
export function messageAttributes(attributes: Attributes): Record<string, MessageAttributeValue> {
  const entries = Object.entries(attributes).map(([name, value]) => [name, typed(name, value)]);
  return Object.fromEntries(entries) as Record<string, MessageAttributeValue>;
}

function typed(name: string, value: Attribute): MessageAttributeValue {
  if (!attributeName.test(name)) throw new InvalidMessageError(`SNS takes no attribute ${name}.`);
  if (typeof value === "number" && Number.isFinite(value))
    return { DataType: "Number", StringValue: String(value) };
  if (typeof value === "string" && value !== "") return { DataType: "String", StringValue: value };
  if (Array.isArray(value)) return { DataType: "String.Array", StringValue: JSON.stringify(value) };
  throw new InvalidMessageError(`Attribute ${name} is empty, or no text, number or list.`);
}

const attributeName = /^(?!AWS\.|Amazon\.|\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;

/** Bytes that attributes take from a message's 256 KB. */
export const sizeOf = (attributes: Record<string, MessageAttributeValue>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = "", StringValue = "" }]) =>
      sum + Buffer.byteLength(name) + DataType.length + Buffer.byteLength(StringValue),
    0,
  );
