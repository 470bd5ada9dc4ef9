import type { Metafile } from "esbuild";

const inPackage = /node_modules\/(@aws-sdk\/[\w-]+)\//;
const command = /\/dist-es\/commands\/(\w+Command)\.js$/;

/** What makes a client of each package; of those without one, what is called. */
const makers: Readonly<Record<string, readonly string[]>> = {
  "@aws-sdk/client-cloudwatch": ["CloudWatchClient"],
  "@aws-sdk/client-dynamodb": ["DynamoDBClient"],
  "@aws-sdk/client-ecs": ["ECSClient"],
  "@aws-sdk/client-eventbridge": ["EventBridgeClient"],
  "@aws-sdk/client-lambda": ["LambdaClient"],
  "@aws-sdk/client-s3": ["S3Client"],
  "@aws-sdk/client-scheduler": ["SchedulerClient"],
  "@aws-sdk/client-sns": ["SNSClient"],
  "@aws-sdk/client-sqs": ["SQSClient"],
  "@aws-sdk/client-sts": ["STSClient"],
  "@aws-sdk/lib-dynamodb": ["DynamoDBDocumentClient"],
  "@aws-sdk/s3-presigned-post": ["createPresignedPost"],
  "@aws-sdk/s3-request-presigner": ["getSignedUrl"],
};

/**
 * The source of a handler that has the AWS clients and commands a bundle has, and nothing else:
 * what the bundle would be without any code of ours. It makes its clients when it is loaded, as
 * the article's does.
 */
export function bareHandler(bundle: Metafile): string {
  const packages = Map.groupBy(inputsOf(bundle), (file) => inPackage.exec(file)?.[1] ?? "");
  const uses = [...packages].flatMap(([name, files]) => useOf(name, files));
  return `${uses.join("\n")}\nexport const handler = async () => "bare";`;
}

/** By name: what is taken out of a namespace keeps all of it in the bundle. */
function useOf(name: string, files: readonly string[], at = name.replaceAll(/\W/g, "_")) {
  const commands = files.flatMap((file) => command.exec(file)?.[1] ?? []);
  const [maker, ...rest] = [...(makers[name] ?? []), ...commands];
  if (maker === undefined) return [];
  const aliases = [maker, ...rest].map((one, index) => `${one} as ${at}_${index}`);
  const kept = [maker, ...rest].map((_, index) => `${at}_${index}`);
  const client = name.includes("/client-") ? [`new ${at}_0({ region: "us-east-1" })`] : [];
  return [
    `import { ${aliases.join(", ")} } from "${name}";`,
    `export const ${at} = [${[...client, ...kept].join(", ")}];`,
  ];
}

/** What is in the bundle, not what was only looked at. */
function inputsOf({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
}
