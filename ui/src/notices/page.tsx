// Notices of what is shipped with Caveat and is not its own: fonts, roots, the sample's advisories.
import { useAnswer } from "../api/wishes";

export function Notices() {
  const { data } = useAnswer("list_notices", {});
  return (
    <>
      <header className="bar">
        <h1>Sources and licences</h1>
        <span className="mut trunc">what is shipped with Caveat and is not its own</span>
      </header>
      <div className="body">
        <div className="pane" style={{ flex: 1 }}>
          {data?.notices.map((notice) => (
            <section key={notice.title}>
              <div className="pane-head">
                <h2>{notice.title}</h2>
                <span className="mut s12">{notice.licence}</span>
              </div>
              <pre className="notice sec">{notice.text}</pre>
            </section>
          ))}
        </div>
      </div>
    </>
  );
}
