// The head of a table: words, those over numbers on the right, and a column of acts that needs none.

type Head = string | { right: string };

export function Heads({ of, acts = false }: { of: Head[]; acts?: boolean }) {
  return (
    <thead>
      <tr>
        {of.map((head) =>
          typeof head === "string" ? (
            <th scope="col" key={head}>
              {head}
            </th>
          ) : (
            <th scope="col" key={head.right} className="right">
              {head.right}
            </th>
          ),
        )}
        {acts && (
          <th scope="col" className="right">
            <span className="hidden">Acts</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
