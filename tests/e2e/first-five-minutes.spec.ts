import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GOOD_PASSWORD } from '../support/account.ts';
import { startProduct } from '../support/product.ts';
import { readLastMail } from './support/outbox.ts';
import { expect, test } from './support/test.ts';

const run = promisify(execFile);

/** What a person does who has just typed `npm start`: on the embedded database, in an empty folder, with nothing but a browser and a shell. */
test('from nothing to a live promise', async ({ page }) => {
  test.setTimeout(120_000);
  const product = await startProduct();
  try {
    await test.step('sign up by the mail in the outbox', async () => {
      await page.goto(`${product.url}/sign-up`);
      await page.getByLabel('Mail address').fill('first@example.net');
      await page.getByRole('button', { name: 'Mail me the link' }).click();
      const mail = await readLastMail(product.dataDir, 'first@example.net');
      await page.goto(/https?:\/\/\S+/.exec(mail.text)?.[0] ?? '');
      await page.getByLabel('Your name').fill('First person');
      await page.getByLabel('Password').fill(GOOD_PASSWORD);
      await page.getByRole('button', { name: 'Open the account' }).click();
      await expect(page).toHaveURL(/\/app$/);
    });

    await test.step('make a company', async () => {
      await page.getByRole('link', { name: 'Make a company' }).first().click();
      await page.getByLabel('Name of the company').fill('Copper Kettle');
      await expect(page.getByLabel('Address')).toHaveValue('copper-kettle');
      await page.getByLabel('Industry').selectOption('Shop');
      await page.getByRole('button', { name: 'Make the company' }).click();
      await expect(page).toHaveURL(/\/app\/copper-kettle/);
    });

    await test.step('publish an agreement from a template', async () => {
      await page.goto(`${product.url}/app/copper-kettle/agreement`);
      await page.getByRole('button', { name: 'Start with “Small business”' }).click();
      for (const [index, handle] of (await page.locator('input[name$=".handle"]').all()).entries())
        await handle.fill(`kettle${index}@example.net`);
      await page.getByLabel('How to reach it').fill('care@example.net');
      await page.getByRole('button', { name: 'Go on to publish' }).click();
      await page.getByRole('button', { name: 'Publish now' }).click();
      await expect(page).toHaveURL(/\/app\/copper-kettle\?done=published/);
    });

    const send = await test.step('connect a source', async () => {
      await page.goto(`${product.url}/app/copper-kettle/sources`);
      await page.getByLabel('Name of the source').fill('Help desk');
      await page.getByRole('button', { name: 'Add the source' }).click();
      await page.getByLabel('Where will the first key be used?').fill('Shell');
      await page.getByRole('button', { name: 'Make a key' }).click();
      return page.locator('[data-example=send]').innerText();
    });

    await test.step('send real events and watch page and badge change within two seconds', async () => {
      const readBadge = async () => (await page.request.get(`${product.url}/badge/copper-kettle.svg`)).text();
      await page.goto(`${product.url}/copper-kettle`);
      const main = page.getByRole('main');
      await expect(main).toContainText('No message was decided in the last 30 days.');
      expect(await readBadge()).toContain('Rests on 0 messages');
      const { stdout } = await run('sh', ['-c', send]);
      const answeredAt = performance.now();
      expect(JSON.parse(stdout)).toMatchObject({ recorded: 2, rejected: 0 });
      await expect(main).toContainText('From 1 message in the last 30 days.', { timeout: 2_000 });
      await expect(async () => expect(await readBadge()).toContain('Rests on 1 message ')).toPass({ intervals: [50], timeout: 2_000 });
      expect(performance.now() - answeredAt).toBeLessThan(2_000);
    });
  } finally {
    await product.stop();
  }
});
