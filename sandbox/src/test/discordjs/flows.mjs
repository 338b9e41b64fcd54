// discord.js does what a bot does, against the Discord stand-in. One JSON line per flow on stdout.
import assert from 'node:assert/strict';
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Client,
  ContainerBuilder,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  MessageFlags,
  ModalBuilder,
  Routes,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const [restUrl, controlUrl] = process.argv.slice(2);
const token = process.env.STAND_IN_TOKEN;
const patienceMillis = 20_000;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
const guildBits = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
];

function connect(intents) {
  return new Client({ intents, rest: { api: restUrl.replace(/\/v10\/$/, ''), version: '10' } });
}

async function control(path, body, method = 'POST') {
  const answer = await fetch(`${controlUrl}/${path}`, { method, body: JSON.stringify(body ?? {}) });
  const json = await answer.json();
  assert.equal(answer.status, 200, json.message);
  return json;
}

async function read(path) {
  return (await fetch(`${controlUrl}/${path}`)).json();
}

/** The next event that fits; begin to wait before causing it. */
function next(emitter, event, fits = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      emitter.off(event, listener);
      reject(new Error(`no ${event} within ${patienceMillis} ms`));
    }, patienceMillis);
    function listener(...values) {
      if (fits(...values)) {
        clearTimeout(timer);
        emitter.off(event, listener);
        resolve(values[0]);
      }
    }
    emitter.on(event, listener);
  });
}

async function code(promise) {
  try {
    await promise;
  } catch (error) {
    return error.code;
  }
  return 'no error';
}

const client = connect([...guildBits, GatewayIntentBits.MessageContent]);
client.on(Events.Error, () => {});
let general;

async function interaction(path, body) {
  const coming = next(client, Events.InteractionCreate);
  const { interactionId } = await control(path, body);
  return { interactionId, event: await coming };
}

function button(label, id) {
  return new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary),
  );
}

const flows = {
  async 'logs in and sees the guild'() {
    const ready = next(client, Events.ClientReady);
    await client.login(token);
    await ready;
    assert.equal(client.user.username, 'easel');
    assert.equal(client.guilds.cache.size, 1);
    general = client.channels.cache.find((c) => c.name === 'general');
    assert.equal(general.type, ChannelType.GuildText);
    assert.equal(client.channels.cache.find((c) => c.name === 'age-restricted').nsfw, true);
  },

  async 'registers commands with localisations'() {
    const set = await client.application.commands.set([
      {
        name: 'draw',
        nameLocalizations: { ja: '描く' },
        description: 'Draws',
        options: [
          {
            name: 'prompt',
            description: 'What to show',
            type: ApplicationCommandOptionType.String,
            required: true,
          },
          {
            name: 'model',
            description: 'Which',
            type: ApplicationCommandOptionType.String,
            autocomplete: true,
          },
        ],
      },
    ]);
    assert.equal(set.size, 1);
    assert.equal(set.first().nameLocalizations.ja, '描く');
    assert.equal((await client.application.commands.fetch()).size, 1);
  },

  async 'defers a command and edits its answer'() {
    const options = { prompt: '夕景' };
    const { event } = await interaction('slash', { user: 'ja', command: 'draw', options });
    assert.equal(event.locale, 'ja');
    assert.equal(event.options.getString('prompt'), '夕景');
    assert.equal(event.attachmentSizeLimit, 10 * 1024 * 1024);
    await event.deferReply();
    const edited = await event.editReply('started');
    assert.equal(edited.content, 'started');
    assert.equal((await event.fetchReply()).id, edited.id);
  },

  async 'answers an autocompletion'() {
    const coming = next(client, Events.InteractionCreate);
    const body = { user: 'en', command: 'draw', option: 'model', partial: 'an', waitMillis: 15_000 };
    const offered = control('autocomplete', body);
    const event = await coming;
    assert.equal(event.options.getFocused(), 'an');
    await event.respond([{ name: 'anime', value: 'anime-xl' }]);
    assert.deepEqual((await offered).choices, [{ name: 'anime', value: 'anime-xl' }]);
  },

  async 'answers a button with an update of its message'() {
    const message = await general.send({ content: '10 %', components: [button('Cancel', 'v1')] });
    const { event } = await interaction('click', { messageId: message.id, customId: 'v1' });
    assert.equal(event.message.id, message.id);
    await event.deferUpdate();
    await event.editReply({ content: 'cancelled', components: [] });
    const seen = await read(`message?id=${message.id}&edits=1&waitMillis=5000`);
    assert.equal(seen.content, 'cancelled');
  },

  async 'opens a form and reads what was written'() {
    const message = await general.send({ content: 'refine', components: [button('Refine', 'f')] });
    const press = await interaction('click', { user: 'ja', messageId: message.id, customId: 'f' });
    const input = new TextInputBuilder().setCustomId('words').setStyle(TextInputStyle.Paragraph);
    await press.event.showModal(
      new ModalBuilder()
        .setCustomId('form')
        .setTitle('変更')
        .addLabelComponents(new LabelBuilder().setLabel('内容').setTextInputComponent(input)),
    );
    const { event } = await interaction('submit', {
      interactionId: press.interactionId,
      values: { words: '夜にして' },
    });
    assert.equal(event.customId, 'form');
    assert.equal(event.fields.getTextInputValue('words'), '夜にして');
    await event.reply({ content: 'ok', flags: MessageFlags.Ephemeral });
  },

  async 'follows up for the user alone'() {
    const options = { prompt: 'x' };
    const { event } = await interaction('slash', { user: 'ja', command: 'draw', options });
    await event.reply('for all');
    const followed = await event.followUp({ content: 'for you', flags: MessageFlags.Ephemeral });
    assert.equal(followed.flags.has(MessageFlags.Ephemeral), true);
    await event.deleteReply(followed.id);
    assert.equal(await code(event.fetchReply(followed.id)), 10008);
  },

  async 'makes one thread of a message'() {
    const message = await general.send('start');
    const thread = await message.startThread({ name: '夕景', autoArchiveDuration: 1440 });
    assert.equal(thread.id, message.id);
    assert.equal(thread.type, ChannelType.PublicThread);
    // Asked without the client's own look at what it knows, which may be quicker than the answer.
    const again = { body: { name: 'again' } };
    const route = Routes.threads(general.id, message.id);
    assert.equal(await code(message.client.rest.post(route, again)), 160004);
  },

  async 'uploads two files and reads them back'() {
    const files = ['job-1.png', 'job-2.png'].map((name) => new AttachmentBuilder(png, { name }));
    const message = await general.send({ content: 'two', files });
    assert.equal(message.attachments.size, 2);
    for (const file of message.attachments.values()) {
      assert.equal(file.width, 1);
      const answer = await fetch(file.url);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), png);
    }
  },

  async 'shows a gallery in a container'() {
    const gallery = new MediaGalleryBuilder().addItems(
      new MediaGalleryItemBuilder().setURL('attachment://job.png').setDescription('a fox'),
    );
    const container = new ContainerBuilder()
      .addTextDisplayComponents(new TextDisplayBuilder().setContent('done'))
      .addMediaGalleryComponents(gallery)
      .addActionRowComponents(button('Again', 'again'));
    const message = await general.send({
      components: [container],
      files: [new AttachmentBuilder(png, { name: 'job.png' })],
      flags: MessageFlags.IsComponentsV2,
    });
    const media = message.components[0].components[1].items[0].media;
    assert.match(media.url, /^http.*job\.png/);
    assert.equal(message.attachments.size, 0);
  },

  async 'reads content with the intent and none without'() {
    const blind = connect(guildBits);
    const ready = next(blind, Events.ClientReady);
    await blind.login(token);
    await ready;
    try {
      const seen = next(client, Events.MessageCreate);
      const unseen = next(blind, Events.MessageCreate);
      await control('say', { user: 'ja', text: '秘密' });
      assert.equal((await seen).content, '秘密');
      assert.equal((await unseen).content, '');
    } finally {
      await blind.destroy();
    }
  },

  async 'knows what a reply replies to'() {
    const message = await general.send('result');
    const coming = next(client, Events.MessageCreate, (m) => !m.author.bot);
    await control('reply', { user: 'en', messageId: message.id, text: 'darker', ping: true });
    const reply = await coming;
    assert.equal(reply.reference.messageId, message.id);
    assert.equal(reply.mentions.repliedUser.id, client.user.id);
    const answer = await reply.reply('as you wish');
    assert.equal(answer.reference.messageId, reply.id);
  },

  async 'resumes after a lost connection'() {
    const resumed = next(client, Events.ShardResume);
    const heard = next(client, Events.MessageCreate, (m) => m.content === 'are you there?');
    await control('gateway', { action: 'reset' });
    await control('say', { user: 'en', text: 'are you there?' });
    await heard;
    await resumed;
  },

  async 'waits out a rate limit'() {
    await control('faults', {
      method: 'POST',
      path: '/channels/\\d+/messages',
      action: 'rateLimited',
      delayMillis: 1000,
    });
    const started = Date.now();
    await general.send('patience');
    assert.ok(Date.now() - started >= 900);
  },

  async 'reacts'() {
    const message = await general.send('nice');
    await message.react('👍');
    const read = await general.messages.fetch({ message: message.id, force: true });
    assert.equal(read.reactions.cache.get('👍').me, true);
  },

  async 'is told what it may not do'() {
    await control('permissions', { channel: 'pictures', revoke: ['SEND_MESSAGES'] });
    const pictures = client.channels.cache.find((c) => c.name === 'pictures');
    assert.equal(await code(pictures.send('no')), 50013);
    await control('permissions', { channel: 'pictures', grant: ['SEND_MESSAGES'] });
    await pictures.send('yes');
  },

  async 'edits nothing in an archived thread but wakes it with a message'() {
    const thread = await general.threads.create({
      name: 'old',
      type: ChannelType.PublicThread,
    });
    const message = await thread.send('first');
    await thread.setArchived(true);
    assert.equal(await code(message.edit('changed')), 50083);
    const woken = next(client, Events.ThreadUpdate, (_, t) => t.id === thread.id && !t.archived);
    await thread.send('second');
    await woken;
  },

  async 'reads history after a point'() {
    const first = await general.send('one');
    const second = await general.send('two');
    const after = await general.messages.fetch({ after: first.id, limit: 100 });
    assert.deepEqual([...after.keys()], [second.id]);
  },
};

const failures = [];
for (const [name, flow] of Object.entries(flows)) {
  let failure = null;
  try {
    await flow();
  } catch (error) {
    failure = error.stack;
    failures.push(name);
  }
  console.log(JSON.stringify({ name, failure }));
}
await client.destroy();
process.exit(failures.length === 0 ? 0 : 1);
