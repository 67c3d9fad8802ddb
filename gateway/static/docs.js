// The API reference: the merged document, read from this very simulator. The key a reader
// types in stays in the page and is sent as a header, never in an address.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "none",
    persistAuthorization: false,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
});
