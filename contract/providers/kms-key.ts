/** The ARN of a KMS key, not of an alias. */
export const KMS_KEY_ARN = /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-zA-Z-]{1,64}$/;
