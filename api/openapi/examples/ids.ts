/** The ids and the time that the examples share, so that they refer to each other. */
export const OPERATION_ID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
export const RESOURCE_UID = '01M85ZVC0FA2Y6QW3N0RB4T8KJ';
export const CREATED_AT = '2026-11-24T05:18:24.015Z';
