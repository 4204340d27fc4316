/** How many times as fast as AWS the sandbox of these tests is. A control plane takes 0.14 s. */
export const SANDBOX_SPEED = 100;
