// The texts of the page in another language, as its file of translations has them.
import { readFileSync } from 'node:fs';

/** English texts and what is shown in their place. */
export function translations(language: string): Map<string, string> {
  const file = readFileSync(new URL(`../../public/lang-${language}.po`, import.meta.url), 'utf8');
  const found = new Map<string, string>();
  const unquoted = (line: string) => JSON.parse(line.slice(line.indexOf('"'))) as string;
  for (const entry of file.split(/\n\n+/)) {
    const lines = entry.split('\n').filter((line) => !line.startsWith('#'));
    let part: 'msgid' | 'msgstr' = 'msgid';
    const read = { msgid: '', msgstr: '' };
    for (const line of lines.filter((line) => line.includes('"'))) {
      part = line.startsWith('msgid') ? 'msgid' : line.startsWith('msgstr') ? 'msgstr' : part;
      read[part] += unquoted(line);
    }
    if (read.msgid !== '') {
      found.set(read.msgid, read.msgstr);
    }
  }
  return found;
}

/** What the page says in a language in place of an English text, which has to be there. */
export function inLanguage(language: string): (english: string) => string {
  const known = translations(language);
  return (english) => {
    const text = known.get(english);
    if (text === undefined) {
      throw new Error(`“${english}” is not translated`);
    }
    return text;
  };
}
