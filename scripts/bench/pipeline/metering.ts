import {
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";

/** Lets the transform log what each invocation asks of AWS, or not: as on AWS, where it costs time. */
export async function setMetering(isOn: boolean, lambda: LambdaClient) {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const found = Functions.find(({ FunctionName = "" }) =>
    FunctionName.includes("UploadsSubscriber"),
  );
  const FunctionName = found?.FunctionName;
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, METER_REQUESTS: String(isOn) };
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
  );
}
