import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MESSAGES } from './messages';

const folder = join(__dirname, 'fixtures');
const listed: string[] = Object.values(MESSAGES).flat();

describe('the table of the documents’ messages', () => {
  it('has every fixture once, and each has a fixture', () => {
    const files = readdirSync(folder).flatMap((document) =>
      readdirSync(join(folder, document)).map((file) => `${document}/${file.replace('.json', '')}`),
    );
    expect([...listed].sort()).toEqual(files.sort());
  });

  it('has messages of all five documents', () => {
    const documents = new Set(listed.map((name) => name.split('/')[0]));
    expect([...documents].sort()).toEqual(['000', '001', '002', '003', '004']);
  });
});
