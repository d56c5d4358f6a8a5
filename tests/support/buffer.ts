// What the browser keeps of words that the server has not acknowledged (`src/draft/buffer.rs`).
import type { Page } from '@playwright/test';

/** What is kept, as it would have been sent. */
export async function bufferedBodies(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const open = indexedDB.open('accede', 1);
        open.onerror = () => reject(open.error);
        open.onupgradeneeded = () => reject(new Error('the page made no buffer'));
        open.onsuccess = () => {
          open.result.transaction('unsaved').objectStore('unsaved').getAll().onsuccess = ({ target }) => {
            open.result.close();
            resolve((target as IDBRequest<{ body: string }[]>).result.map(({ body }) => body));
          };
        };
      }),
  );
}

/** How many entries there are, after ageing each by so many days. */
export async function buffered(page: Page, olderByDays = 0): Promise<number> {
  return page.evaluate(
    (micros) =>
      new Promise<number>((resolve, reject) => {
        const open = indexedDB.open('accede', 1);
        open.onerror = () => reject(open.error);
        open.onupgradeneeded = () => reject(new Error('the page made no buffer'));
        open.onsuccess = () => {
          const change = open.result.transaction('unsaved', 'readwrite');
          let count = 0;
          change.objectStore('unsaved').openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
            if (cursor) {
              count += 1;
              cursor.update({ ...cursor.value, at: cursor.value.at - micros });
              cursor.continue();
            }
          };
          change.oncomplete = () => {
            open.result.close();
            resolve(count);
          };
        };
      }),
    olderByDays * 86_400_000_000,
  );
}
