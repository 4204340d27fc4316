/** `npm run lint-rules` writes the linter's part of the dependency rule. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateLintRules, LINT_RULES_FILE } from './generate.ts';

await writeFile(path.join(process.cwd(), LINT_RULES_FILE), generateLintRules());
console.log(`${LINT_RULES_FILE} matches the dependency rule`);
