package dev.easel.bot.discord;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call whose answer is lost. The HTTP client would send it again unseen; here a
 * new message or thread is sent again only by who looks for the first one before, and the first
 * answer to an interaction once: if Discord then says that there is one already, it is ours.
 */
final class LostReceipts implements Interceptor {
    private static final String ALREADY_ACKNOWLEDGED = "40060";
    private static final int BAD_REQUEST = 400;
    private static final int NO_CONTENT = 204;
    private static final long ERROR_BYTES_MAX = 4096;

    @Override
    public Response intercept(Chain chain) throws IOException {
        var request = chain.request();
        var path = request.url().encodedPath();
        if (!request.method().equals("POST")) {
            return chain.proceed(request);
        }
        if (path.endsWith("/callback")) {
            return acknowledged(chain, once(request));
        }
        boolean makes = path.endsWith("/messages") || path.endsWith("/threads");
        return chain.proceed(makes ? once(request) : request);
    }

    private static Response acknowledged(Chain chain, Request request) throws IOException {
        try {
            return chain.proceed(request);
        } catch (IOException e) {
            var response = chain.proceed(request);
            boolean ours =
                    response.code() == BAD_REQUEST
                            && response.peekBody(ERROR_BYTES_MAX)
                                    .string()
                                    .contains(ALREADY_ACKNOWLEDGED);
            if (!ours) {
                return response;
            }
            response.close();
            return response.newBuilder()
                    .code(NO_CONTENT)
                    .message("No Content")
                    .body(ResponseBody.create("", null))
                    .build();
        }
    }

    private static Request once(Request request) {
        var body = request.body();
        return body == null
                ? request
                : request.newBuilder().method(request.method(), new OneShot(body)).build();
    }

    /** A body that the client does not send a second time by itself. */
    private static final class OneShot extends RequestBody {
        private final RequestBody body;

        OneShot(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
        }

        @Override
        public boolean isOneShot() {
            return true;
        }
    }
}
