/** Tells a person what the program is doing: one line of plain text. */
export type Report = (message: string) => void;
