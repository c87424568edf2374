// Lints the snippets given as JSON on stdin, as if each stood in the file that it names. Apart from
// the test, because jest cannot load an ESM configuration.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const answers = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: file });
  const rules = result.messages.map(({ ruleId }) => ruleId);
  answers.push(rules.includes('@typescript-eslint/no-restricted-imports'));
}
process.stdout.write(JSON.stringify(answers));
