import { openCity } from "./city/city-folder.ts";
import { loadCity } from "./city/load-city.ts";
import { progressOn } from "./city/progress.ts";
import { gatewayUrl, requireSecrets } from "./command.ts";
import { publisherToken } from "./mint-token.ts";
import { LOAD_USAGE, readLoadOptions } from "./options.ts";
import { tellError } from "./tell-error.ts";

/** `npm run load-city -- FOLDER`: publishes a city's lists through a gateway that runs already. */
async function run(): Promise<void> {
  const options = readLoadOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(LOAD_USAGE);
    return;
  }
  const city = openCity(options.city);
  const secrets = requireSecrets(options.data);
  await loadCity(
    city,
    {
      gatewayUrl: gatewayUrl(options),
      signal: new AbortController().signal,
      tokenFor: (list) => publisherToken(secrets, list),
    },
    progressOn(process.stdout),
  );
}

run().catch((error: unknown) => {
  tellError(error);
  process.exitCode = 1;
});
