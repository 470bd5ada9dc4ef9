/**
 * A module for functions that have no SDK with them: sends a message to a queue, signed by hand
 * with the keys of the function's role.
 */
export const sendModule = String.raw`
import { createHash, createHmac } from "node:crypto";

const hash = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

export async function send(QueueUrl, MessageBody) {
  const env = process.env;
  const { host } = new URL(env.AWS_ENDPOINT_URL);
  const body = JSON.stringify({ QueueUrl, MessageBody });
  const date = new Date().toISOString().replace(/[:-]|\.\d+/g, "");
  const scope = [date.slice(0, 8), env.AWS_REGION, "sqs", "aws4_request"];
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    host,
    "x-amz-date": date,
    "x-amz-security-token": env.AWS_SESSION_TOKEN,
    "x-amz-target": "AmazonSQS.SendMessage",
  };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => name + ":" + value + "\n").join("");
  const request = ["POST", "/", "", lines, names, hash(body)].join("\n");
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), hash(request)].join("\n");
  const key = scope.reduce(hmac, "AWS4" + env.AWS_SECRET_ACCESS_KEY);
  const signature = createHmac("sha256", key).update(text).digest("hex");
  const credential = env.AWS_ACCESS_KEY_ID + "/" + scope.join("/");
  const authorization = "AWS4-HMAC-SHA256 Credential=" + credential
    + ", SignedHeaders=" + names + ", Signature=" + signature;
  const answer = await fetch(env.AWS_ENDPOINT_URL + "/", {
    method: "POST", body, headers: { ...headers, authorization },
  });
  if (!answer.ok) throw new Error("SendMessage: " + answer.status + " " + (await answer.text()));
}
`;
