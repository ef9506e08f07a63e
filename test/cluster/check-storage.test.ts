import { factMessages } from '../support';

test('refuses two storage classes of one name', () => {
  const local = { name: 'local-path', nodeLocal: true };
  expect(factMessages({ storage: { classes: [local, local] } })).toMatchInlineSnapshot(`
    "STORAGE-CLASS-DUPLICATE  lab/storage/classes/local-path: two classes named local-path, but each class needs its own name.
                             Rename one of them."
  `);
});
