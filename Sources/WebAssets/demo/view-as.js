import { element, fill } from "/shared/dom.js";
import { SafeStorage } from "/shared/safe-storage.js";

const storage = new SafeStorage();
const key = "heronport:customer";

/**
 * Fills the "view as" choice with the customers of the demo, and signs the chosen one in to the chat. A server without
 * `--demo` has none, and the choice stays hidden. `label` writes the texts of what is on the page.
 */
export async function offerCustomers(place, chat, label) {
  const response = await fetch("/api/v1/demo/customers").catch(() => null);
  if (!response?.ok) return;
  const { customers } = await response.json();
  const select = place.querySelector("select");
  const chosen = storage.get(key) ?? "";
  fill(
    select,
    element("option", { value: "", dataset: { text: "guest" } }),
    customers.map(({ customer, name, level }) =>
      element("option", { value: customer, dataset: { text: `level_${level ?? "none"}`, name } }),
    ),
  );
  label();
  place.hidden = false;
  const find = (number) => customers.find(({ customer }) => customer === number);
  if (find(chosen)) {
    select.value = chosen;
    chat.identify(find(chosen));
  }
  select.addEventListener("change", () => {
    storage.set(key, select.value);
    const customer = find(select.value);
    if (customer) chat.identify(customer);
    else chat.signOut();
  });
}
