import { keepCredential, readCredential } from "./credential.mjs";
import { docsPane } from "./docs-pane.mjs";
import { examplesPane, loadExamples } from "./examples-pane.mjs";
import { openSession, run } from "./gateway.mjs";
import { GraphiQL, h, React, ReactDOM } from "./libraries.mjs";
import { planPane } from "./plan-pane.mjs";
import { SessionContext } from "./session.mjs";
import { SignIn } from "./sign-in.mjs";

const WELCOME = `# 左边的“示例”里有现成的查询，点一下就填到这里；Ctrl-Enter 运行。
# Saved examples are in the pane on the left; Ctrl-Enter runs what is written here.

{
  areas(first: 3, level: COMMUNITY) {
    nodes {
      code
      name
    }
  }
}
`;

GraphiQL.React.HISTORY_PLUGIN.title = "历史 History";
Object.assign(GraphiQL.React.DOC_EXPLORER_PLUGIN, docsPane);

/** @param {{ panes: import("./libraries.mjs").Pane[] }} props */
function Explorer({ panes }) {
  const [credential, setCredential] = React.useState(readCredential);
  const [session, setSession] = React.useState(
    /** @returns {import("./gateway.mjs").Session} */ () => ({ state: "asking" }),
  );
  React.useEffect(() => {
    let isCurrent = true;
    setSession({ state: "asking" });
    void openSession(credential).then((opened) => {
      if (isCurrent) setSession(opened);
    });
    return () => {
      isCurrent = false;
    };
  }, [credential]);

  /** @param {string} next */
  const signIn = (next) => {
    keepCredential(next);
    setCredential(next);
  };
  const fetcher = React.useMemo(
    () => (/** @type {import("./gateway.mjs").Operation} */ operation) => run(credential, operation),
    [credential],
  );
  const value = React.useMemo(() => ({ credential, session }), [credential, session]);
  return h(
    SessionContext.Provider,
    { value },
    h(SignIn, { credential, session, onSignIn: signIn }),
    h(
      GraphiQL,
      {
        fetcher,
        schema: session.state === "signed-in" ? session.schema : null,
        plugins: panes,
        defaultQuery: WELCOME,
        // Credentials have a field of their own, which forgets them.
        isHeadersEditorEnabled: false,
        showPersistHeadersSettings: false,
      },
      h(GraphiQL.Logo, null, "GraphiQL"),
    ),
  );
}

const root = document.getElementById("explorer");
if (root) {
  const panes = [examplesPane(await loadExamples()), planPane];
  ReactDOM.createRoot(root).render(h(Explorer, { panes }));
}
