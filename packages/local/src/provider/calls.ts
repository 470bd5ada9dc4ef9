import { ProgramError } from "../synth/errors.ts";
import { renderPolicyDocument } from "./policy-document.ts";
import type { Properties, Where } from "./resource-type.ts";

type Answer = (inputs: Properties, where: Where) => Properties;

const answers: Record<string, Answer> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { account, partition }) => ({
    id: account,
    accountId: account,
    arn: `arn:${partition}:iam::${account}:root`,
    userId: account,
  }),
  "aws:index/getRegion:getRegion": (_, { region }) => ({ id: region, name: region, region }),
  "aws:index/getPartition:getPartition": (_, { partition }) => ({
    id: partition,
    partition,
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, { region }) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
  }),
  // For images: synthesis shows what would be built, and builds nothing.
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": (_, { account, region }) => ({
    id: region,
    proxyEndpoint: `https://${account}.dkr.ecr.${region}.amazonaws.com`,
    userName: "AWS",
    password: "none",
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": renderPolicyDocument,
};

/** Answers a Pulumi function that the program calls. Throws `ProgramError` for one it doesn't know. */
export function answerCall(token: string, inputs: Properties, where: Where): Properties {
  const answer = answers[token];
  if (!answer) throw new ProgramError(`The local stack doesn't know the function ${token}.`);
  return answer(inputs, where);
}
