// What the server is asked.

class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function answered(response) {
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({}));
  throw new Problem(response.status, told.detail ?? response.statusText);
}

const query = (given) => {
  const told = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== null && value !== undefined && value !== ""));
  return told.size ? `?${told}` : "";
};

/** The address of something of the API. */
export const address = (path, given = {}) => `/api/${path}${query(given)}`;

/** The address of a view, with what it shows. */
export const view = (path, given = {}) => `/${path}${query(given)}`;

export const ask = {
  file: async (path) => answered(await fetch(path)),
  get: async (path, given, signal) => answered(await fetch(address(path, given), { signal })),
  one: async (path, id, given, signal) => answered(await fetch(address(`${path}/${encodeURIComponent(id)}`, given), { signal })),
  judge: async (id, verdict, why) =>
    answered(
      await fetch(address(`findings/${encodeURIComponent(id)}/judgement`), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ verdict, why }),
      }),
    ),
};
