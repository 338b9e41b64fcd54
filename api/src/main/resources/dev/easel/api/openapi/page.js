'use strict';

SwaggerUIBundle({
  url: '/api/v1/openapi.yaml',
  dom_id: '#document',
  deepLinking: true,
  // Credentials stay in this page only.
  persistAuthorization: false,
  validatorUrl: null,
});
