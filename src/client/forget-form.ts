/** Makes "reload" ask for the page again instead of sending the form that led to it a second time. */
const address = new URL(location.href);
address.searchParams.delete('_action');
history.replaceState(null, '', address);
