/**
 * The libraries that the page loads before this script, with as much of their types as we use.
 *
 * @typedef {unknown} Element
 * @typedef {{ getValue(): string, setValue(text: string): void }} Editor
 * @typedef {{
 *   queryEditor: (Editor & { operationName?: string | null }) | null,
 *   variableEditor: Editor | null,
 *   addTab(): void,
 * }} EditorContext
 * @typedef {{
 *   createElement(type: unknown, props?: object | null, ...children: unknown[]): Element,
 *   createContext<Value>(value: Value): { Provider: unknown, value: Value },
 *   useContext<Value>(context: { value: Value }): Value,
 *   useState<Value>(initial: Value | (() => Value)): [Value, (next: Value) => void],
 *   useEffect(effect: () => undefined | (() => void), dependencies: unknown[]): void,
 *   useMemo<Value>(make: () => Value, dependencies: unknown[]): Value,
 * }} ReactLibrary
 * @typedef {{ createRoot(element: HTMLElement): { render(element: Element): void } }} ReactDomLibrary
 * @typedef {{ title: string, icon: unknown, content: unknown }} Pane
 * @typedef {{
 *   Logo: unknown,
 *   GraphQL: { getIntrospectionQuery(options: object): string },
 *   React: {
 *     DOC_EXPLORER_PLUGIN: Pane,
 *     HISTORY_PLUGIN: Pane,
 *     DocExplorer: unknown,
 *     useEditorContext(options: { nonNull: true }): EditorContext,
 *   },
 * }} GraphiqlLibrary
 */

/** @type {ReactLibrary} */
export const React = Reflect.get(globalThis, "React");

/** @type {ReactDomLibrary} */
export const ReactDOM = Reflect.get(globalThis, "ReactDOM");

/** @type {GraphiqlLibrary} */
export const GraphiQL = Reflect.get(globalThis, "GraphiQL");

export const { createElement: h } = React;
