package dev.easel.bot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.bot.BotConfig.MessageContent;
import dev.easel.bot.discord.Pace;
import dev.easel.bot.discord.PictureRule;
import dev.easel.bot.discord.Pictures;
import dev.easel.bot.discord.ShardLease;
import dev.easel.crds.v1alpha1.Action;
import dev.easel.crds.v1alpha1.Condition;
import dev.easel.crds.v1alpha1.ConditionStatus;
import dev.easel.crds.v1alpha1.Delivery;
import dev.easel.crds.v1alpha1.GenerationRequest;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.DeliveryRecord;
import dev.easel.crds.v1alpha1.GenerationRequestStatus.Failure;
import dev.easel.crds.v1alpha1.Reason;
import dev.easel.sandbox.cluster.TestControlPlane;
import dev.easel.sandbox.discord.DiscordStandIn;
import dev.easel.sandbox.discord.Knobs;
import dev.easel.sandbox.discord.MessageView;
import dev.easel.sandbox.discord.RequestLog;
import dev.easel.service.Secret;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real bot between the Discord stand-in, a real API server and a double of api. */
final class TestingBot implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String FIRST = "bot-0";
    static final String SECOND = "bot-1";

    /** Quick, so that tests wait for what happens and not for pauses. */
    private static final Pace PACE =
            new Pace(
                    Duration.ofMillis(40),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(300),
                    Duration.ofMillis(100));

    private static final String LEASE = "easel-bot";

    static {
        // The usual tenth of a second is longer than most of what is waited for takes.
        Awaitility.setDefaultPollInterval(Duration.ofMillis(25));
    }

    final DiscordStandIn discord = DiscordStandIn.start("127.0.0.1", 0);
    final TestingApi api;
    final KubernetesClient client;
    final String namespace = "bot-" + UUID.randomUUID().toString().substring(0, 8);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    final TestingClock clock = new TestingClock();

    /** Whether the next start asks for the message content intent. */
    MessageContent messageContent = MessageContent.AUTO;

    /** How long a silent replica keeps the lease. */
    Duration leaseDuration = Duration.ofSeconds(2);

    /** To each picture, where the installation gives links. */
    @Nullable String link;

    PictureRule pictures = PictureRule.OPEN;

    /** What the installation lets a picture have, besides what the server takes. */
    long fileBytesMax = Long.MAX_VALUE;

    private final Path tokenFile;
    private final Path discordTokenFile;
    private final Map<String, Bot> replicas = new TreeMap<>();

    TestingBot() throws IOException {
        var controlPlane = TestControlPlane.shared();
        controlPlane.applyCustomResourceDefinitions();
        client = controlPlane.client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
        api = TestingApi.start();
        tokenFile = Files.createTempFile("easel-bot", ".token");
        Files.writeString(tokenFile, TestingApi.TOKEN);
        discordTokenFile = Files.createTempFile("easel-discord", ".token");
        writeToken(discord.token());
    }

    void start() throws InterruptedException {
        start(FIRST);
        discord.users().awaitCommand("generate", PATIENCE);
    }

    /** Starts a replica, and waits until one of them answers. */
    Bot start(String replica) throws InterruptedException {
        var bot = Bot.start(config(replica, LEASE), client, meters, clock, PACE);
        replicas.put(replica, bot);
        awaitLeader();
        return bot;
    }

    /** Starts a replica unless it runs; does not wait for it to answer. */
    void ensure(String replica) throws InterruptedException {
        if (!replicas.containsKey(replica)) {
            startUnheard(replica);
        }
    }

    String anyReplica(Random random) {
        return List.copyOf(replicas.keySet()).get(random.nextInt(replicas.size()));
    }

    /** A request as REST or kubectl make one: with a place for the answer, and no command. */
    GenerationRequest request(
            String name, Action action, @Nullable String channel, @Nullable String thread) {
        return request(name, action, channel, thread, DiscordStandIn.GUILD_ID);
    }

    GenerationRequest request(
            String name,
            Action action,
            @Nullable String channel,
            @Nullable String thread,
            String tenant) {
        return client.resource(
                        TestingRequests.asked(namespace, name, action, channel, thread, tenant))
                .create();
    }

    /** Starts a replica that Discord will not listen to. */
    Bot startUnheard(String replica) throws InterruptedException {
        var bot = Bot.start(config(replica, LEASE), client, meters, clock, PACE);
        replicas.put(replica, bot);
        return bot;
    }

    boolean hasReplica() {
        return !replicas.isEmpty();
    }

    /** Another token for all that starts from now on; what is ended can send nothing late. */
    void exchangeToken() {
        discord.admin().exchangeToken();
        writeToken(discord.token());
    }

    /** Exchanges the bot's token, as the kubelet does when the Secret changes. */
    void writeToken(String token) {
        try {
            Files.writeString(discordTokenFile, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The replica that answers, once there is one. */
    String awaitLeader() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                replicas.entrySet().stream()
                                        .filter(e -> e.getValue().leads())
                                        .map(Map.Entry::getKey)
                                        .findFirst()
                                        .orElse(""),
                        name -> !name.isEmpty());
    }

    /** A replica that another lease tells to answer too, as a split cluster may. */
    void startBesideTheLease(String replica) throws InterruptedException {
        var other = config(replica, "beside-" + replica);
        replicas.put(replica, Bot.start(other, client, meters, clock, PACE));
        Awaitility.await().atMost(PATIENCE).until(() -> replica(replica).leads());
    }

    Bot replica(String name) {
        return Objects.requireNonNull(replicas.get(name));
    }

    private BotConfig config(String replica, String lease) {
        return new BotConfig(
                namespace,
                api.url(),
                tokenFile,
                new BotConfig.Discord(
                        new Secret(discord.token()),
                        discordTokenFile,
                        URI.create(discord.restUrl()),
                        URI.create(discord.gatewayUrl()),
                        messageContent,
                        new Pictures(pictures, fileBytesMax),
                        "//"),
                0,
                "default",
                new ShardLease.Term(lease, replica, leaseDuration));
    }

    void kill() {
        List.copyOf(replicas.keySet()).forEach(this::kill);
    }

    void kill(String replica) {
        Objects.requireNonNull(replicas.remove(replica)).kill();
    }

    /** Ends a replica as SIGTERM does. */
    void stop(String replica) {
        Objects.requireNonNull(replicas.remove(replica)).close();
    }

    /** Ends the bot and forgets what happened, for the next test. */
    void reset() {
        kill();
        api.reset();
        client.resources(GenerationRequest.class).inNamespace(namespace).delete();
        client.configMaps().inNamespace(namespace).withName(LEASE + "-promises").delete();
        clock.reset();
        discord.admin().restoreToken();
        writeToken(discord.token());
        discord.reset();
    }

    @Override
    public void close() throws IOException {
        kill();
        client.namespaces().withName(namespace).delete();
        client.close();
        api.close();
        discord.close();
        Files.deleteIfExists(tokenFile);
        Files.deleteIfExists(discordTokenFile);
    }

    /** Forgets requests, threads and knobs while the bot goes on. */
    void forget() {
        client.resources(GenerationRequest.class).inNamespace(namespace).delete();
        discord.users().threads().forEach(t -> discord.users().deleteThread(t.id()));
        discord.turn(Knobs.defaults());
    }

    Path apiTokenFile() {
        return tokenFile;
    }

    /** Switches the message content intent in the developer portal. */
    void showContent(boolean shown) {
        turn(knob -> knob.put("messageContent", shown));
    }

    void knob(String name, long value) {
        turn(knob -> knob.put(name, value));
    }

    private void turn(Consumer<ObjectNode> change) {
        var changes = new ObjectMapper().createObjectNode();
        change.accept(changes);
        discord.turn(discord.knobs().with(changes));
    }

    String generate(String user, String instruction) {
        return discord.users()
                .slash(user, "general", "generate", Map.of("instruction", instruction));
    }

    /** Types a command and waits for the private answer that has a text. */
    MessageView answer(
            String channel, String user, String command, Map<String, ?> options, String text) {
        return answerTo(discord.users().slash(user, channel, command, options), text);
    }

    /** Waits for the private answer to an interaction that has a text. */
    MessageView answerTo(String interaction, String text) {
        var answer =
                discord.users()
                        .awaitMessage(
                                m ->
                                        interaction.equals(m.interactionId())
                                                && m.text().contains(text),
                                PATIENCE);
        if (!answer.ephemeral()) {
            throw new AssertionError("everyone sees the answer: " + answer.text());
        }
        return answer;
    }

    GenerationRequest awaitRequest(String interactionId) {
        var request =
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> request("d-" + interactionId), r -> r != null);
        awaitKnown(request);
        return request;
    }

    /** Waits until every replica's watch has told of this version: answers are decided by it. */
    private void awaitKnown(GenerationRequest request) {
        var name = request.getMetadata().getName();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        replicas.values().stream()
                                .allMatch(replica ->
                                        replica.known(name)
                                                .filter(r -> version(r) >= version(request))
                                                .isPresent()));
    }

    private static long version(GenerationRequest request) {
        return Long.parseLong(request.getMetadata().getResourceVersion());
    }

    /** Waits until the bot knows what Discord told it before: its events come in order. */
    void awaitHeard() {
        var ping = discord.users().slash("en", "pictures", "ping", Map.of());
        discord.users().awaitAck(ping, PATIENCE);
    }

    @Nullable GenerationRequest request(String name) {
        return client.resources(GenerationRequest.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /** What is promised and has no request yet, by the ids of the commands. */
    Map<String, String> promised() {
        var kept = client.configMaps().inNamespace(namespace).withName(LEASE + "-promises").get();
        return kept == null || kept.getData() == null ? Map.of() : kept.getData();
    }

    /** The request as it is now. */
    GenerationRequest now(GenerationRequest request) {
        return Objects.requireNonNull(request(request.getMetadata().getName()));
    }

    DeliveryRecord deliveryOf(GenerationRequest request) {
        return Objects.requireNonNull(now(request).getStatus().delivery());
    }

    List<GenerationRequest> requests() {
        return client.resources(GenerationRequest.class).inNamespace(namespace).list().getItems();
    }

    /** The thread that the request's answers go to. */
    static String thread(GenerationRequest request) {
        return discord(request).threadID() == null
                ? String.valueOf(discord(request).channelID())
                : String.valueOf(discord(request).threadID());
    }

    static Delivery.Discord discord(GenerationRequest request) {
        var delivery = request.getSpec().delivery();
        if (delivery == null || delivery.discord() == null) {
            throw new AssertionError("the request wants no delivery");
        }
        return delivery.discord();
    }

    /** Stores pictures in api and then says Succeeded=True, as the operator would. */
    void succeed(GenerationRequest request, int images) {
        succeed(request, images, Samples.PROMPT);
    }

    void succeed(GenerationRequest request, int images, String prompt) {
        keep(request, pngs(images), prompt);
        mark(request, ConditionStatus.TRUE, Reason.COMPLETED, null);
    }

    void succeed(GenerationRequest request, List<byte[]> pngs) {
        keep(request, pngs, Samples.PROMPT);
        mark(request, ConditionStatus.TRUE, Reason.COMPLETED, null);
    }

    /** Stores pictures in api, which says so; the generator has not ended yet. */
    void store(GenerationRequest request, int images) {
        keep(request, pngs(images), Samples.PROMPT);
        var condition =
                Condition.next(
                        null,
                        Condition.RESULT_STORED,
                        ConditionStatus.TRUE,
                        Reason.STORED,
                        "",
                        1L,
                        Samples.NOW);
        write(request, "easel-api", null, condition, null);
    }

    private static List<byte[]> pngs(int images) {
        return IntStream.range(0, images).mapToObj(i -> Samples.png(64, 64, i)).toList();
    }

    private void keep(GenerationRequest request, List<byte[]> pngs, String prompt) {
        var uid = UUID.fromString(request.getMetadata().getUid());
        var instruction = String.valueOf(request.getSpec().instruction());
        var sizes = pngs.stream().map(p -> (long) p.length).toList();
        var drawn = Samples.detail(uid, instruction, pngs.size(), prompt, Samples.NEGATIVE);
        var detail = Samples.stored(drawn, sizes, link);
        var asker = request.getSpec().requester();
        api.store(
                asker == null || asker.tenant() == null || asker.userID() == null
                        ? detail
                        : Samples.askedBy(detail, asker.tenant(), asker.userID()),
                pngs);
    }

    void fail(GenerationRequest request, Reason reason, @Nullable Failure failure) {
        mark(request, ConditionStatus.FALSE, reason, failure);
    }

    void mark(
            GenerationRequest request,
            ConditionStatus status,
            Reason reason,
            @Nullable Failure failure) {
        var condition =
                Condition.next(null, Condition.SUCCEEDED, status, reason, "", 1L, Samples.NOW);
        write(request, "easel-operator", 1L, condition, failure);
    }

    /** Applies one writer's part of the status. */
    private void write(
            GenerationRequest request,
            String writer,
            @Nullable Long observedGeneration,
            Condition condition,
            @Nullable Failure failure) {
        var mine =
                TestingRequests.written(
                        namespace,
                        request.getMetadata().getName(),
                        observedGeneration,
                        condition,
                        failure);
        client.resource(mine)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(writer)
                                .withForce(true)
                                .build());
    }

    Condition awaitDelivered(GenerationRequest request, Reason reason) {
        var name = request.getMetadata().getName();
        var delivered =
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> request(name), r -> delivered(r, reason).isPresent());
        awaitKnown(delivered);
        return delivered(delivered, reason).orElseThrow();
    }

    private static Optional<Condition> delivered(
            @Nullable GenerationRequest request, Reason reason) {
        return request == null || request.getStatus() == null
                ? Optional.empty()
                : request.getStatus()
                        .condition(Condition.DELIVERED)
                        .filter(c -> c.reason().equals(reason.word()));
    }

    /** The card of a request in its present form. */
    MessageView awaitCard(GenerationRequest request, String text) {
        var id = "|" + request.getMetadata().getUid() + "|card";
        return discord.users()
                .awaitMessage(
                        m ->
                                m.text().contains(text)
                                        && m.buttons().stream()
                                                .anyMatch(b -> b.customId().endsWith(id)),
                        PATIENCE);
    }

    MessageView awaitAnyCard(GenerationRequest request) {
        return awaitCard(request, "");
    }

    /** All result or failure messages of a request, oldest first, also deleted ones. */
    List<MessageView> results(GenerationRequest request) {
        var id = "|" + request.getMetadata().getUid() + "|";
        return discord.users().allMessages().stream()
                .filter(m -> !m.ephemeral())
                .filter(m ->
                        m.buttons().stream()
                                .anyMatch(b ->
                                        b.customId().contains(id)
                                                && !b.customId().endsWith("|card")))
                .toList();
    }

    /** All cards of a request that stand, oldest first. */
    List<MessageView> cards(GenerationRequest request) {
        var id = "|" + request.getMetadata().getUid() + "|card";
        return discord.users().allMessages().stream()
                .filter(m -> !m.deleted() && !m.ephemeral())
                .filter(m -> m.buttons().stream().anyMatch(b -> b.customId().endsWith(id)))
                .toList();
    }

    /** Waits for a call of the bot that Discord has answered. */
    RequestLog.Entry awaitCall(Predicate<RequestLog.Entry> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> discord.log().entries().stream().filter(wanted).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The first answers to interactions that Discord took. */
    List<RequestLog.Entry> callbacks() {
        return discord.log().entries().stream()
                .filter(e -> e.path().endsWith("/callback") && e.status() < 300)
                .toList();
    }

    static String button(MessageView message, String action) {
        return message.buttons().stream()
                .map(MessageView.Button::customId)
                .filter(id -> id.startsWith("v1|" + action + "|"))
                .findFirst()
                .orElseThrow();
    }
}
