import { InvalidInputError, SwitchyardError } from "../errors.ts";

/** A key that can't name an upload. Nothing was signed or written. */
export class InvalidKeyError extends InvalidInputError {
  override readonly name: string = "InvalidKeyError";
  override readonly code: string = "upload.key_invalid";
}

/** A file that can't be sent this way: its size, or the parts it would need. */
export class InvalidFileError extends InvalidInputError {
  override readonly name: string = "InvalidFileError";
  override readonly code: string = "upload.file_invalid";
}

/** The key is so long that the policy for it passes STS's 2,048 characters. STS was not called. */
export class PolicyTooLongError extends SwitchyardError {
  override readonly name = "PolicyTooLongError";
  readonly code = "upload.policy_too_long";
  readonly characters: number;

  constructor(characters: number) {
    super(
      `Credentials for this key need a session policy of ${characters} characters; STS takes 2048. Use a shorter key or a presigned upload.`,
    );
    this.characters = characters;
  }
}

/** What was asked is not on the list of what this caller may do with this file. Nothing was signed. */
export class UploadNotAllowedError extends SwitchyardError {
  override readonly name = "UploadNotAllowedError";
  readonly code = "upload.not_allowed";
}

/** No such upload of this caller: never begun, aborted, or expired. */
export class UploadNotFoundError extends SwitchyardError {
  override readonly name = "UploadNotFoundError";
  readonly code = "upload.not_found";

  constructor(what: string) {
    super(`No upload of yours is open for ${what}.`);
  }
}

/** A file of that name is there already, and `overwrite` is false. */
export class UploadExistsError extends SwitchyardError {
  override readonly name = "UploadExistsError";
  readonly code = "upload.exists";

  constructor(key: string) {
    super(`A file is already stored under ${key}.`);
  }
}

/** The upload is complete and can't be changed any more. */
export class UploadCompletedError extends SwitchyardError {
  override readonly name = "UploadCompletedError";
  readonly code = "upload.completed";

  constructor(key: string) {
    super(`The upload of ${key} is complete.`);
  }
}

/** An earlier completion went unanswered, and what came of it isn't known yet. Ask again in a second. */
export class UploadUnsettledError extends SwitchyardError {
  override readonly name = "UploadUnsettledError";
  readonly code = "upload.unsettled";

  constructor(key: string) {
    super(`It is not known yet whether ${key} was completed. Ask again in a second.`);
  }
}

/** STS granted a session without credentials, or one too short to sign with. */
export class NoCredentialsError extends SwitchyardError {
  override readonly name = "NoCredentialsError";
  readonly code = "upload.no_credentials";
}
