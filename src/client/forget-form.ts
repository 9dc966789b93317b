/** Makes "reload" ask for the page again instead of sending the form that led to it a second time. */
history.replaceState(null, '', location.pathname);
