using System.Buffers.Binary;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Group;

/// <summary>
/// The common keys of a group and the messages that carry them. All key material comes from seeded streams; signature
/// keys are the fixed test pairs of the protocol project.
/// </summary>
public sealed class GroupKeys
{
    private readonly GroupOptions _options;
    private readonly RandomStream _kekStream;
    private readonly RandomStream _cookieStream;
    private readonly SystemCryptographyProvider _provider = new SystemCryptographyProvider();
    private readonly ISignatureSigner _signer;
    private readonly ISignatureVerifier _verifier;
    private readonly RekeyMessageWriter _writer;
    private readonly TekBook _teks;
    private readonly List<RekeySa> _rekeySas = [];
    private readonly Dictionary<Cookies, RekeySa> _byCookies = [];

    /// <summary>The keys that every member registered with: KEK and TEK of generation 0.</summary>
    /// <param name="options">The group.</param>
    /// <param name="streams">Where all keys come from.</param>
    public GroupKeys(GroupOptions options, RandomStreams streams)
        : this(options, streams, null)
    {
    }

    /// <summary>The same; with a hierarchy, the KEK is its root's key.</summary>
    internal GroupKeys(GroupOptions options, RandomStreams streams, KeyHierarchy? hierarchy)
    {
        _options = options;
        _kekStream = streams.For(RandomPurpose.Kek);
        _cookieStream = streams.For(RandomPurpose.Cookies);
        _teks = new TekBook(streams);
        SignatureKeyPair pair = options.Signature == SignatureChoice.Rsa2048
            ? TestSignatureKeys.CreateRsa2048()
            : TestSignatureKeys.CreateEcdsaP256();
        PublicKey = pair.SubjectPublicKeyInfo.ToArray();
        _signer = _provider.CreateSigner(pair);
        _verifier = _provider.TryCreateVerifier(
            pair.Algorithm, pair.SubjectPublicKeyInfo, out ISignatureVerifier? verifier)
            ? verifier
            : throw new InvalidOperationException("the shipped test key is no key of its algorithm");
        _writer = new RekeyMessageWriter(options, pair.Algorithm, _signer, _provider);
        Latest = AddRekeySa(hierarchy?.GroupKek);
        Current = Latest;
    }

    /// <summary>All SAs so far, the replaced ones first.</summary>
    internal IReadOnlyList<RekeySa> RekeySas => _rekeySas;

    /// <summary>The key that verifies every PUSH: DER SubjectPublicKeyInfo.</summary>
    internal ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The SA under which members take the next rekey, as far as any was transmitted.</summary>
    public RekeySa Current { get; private set; }

    /// <summary>Generation of the newest TEK that was transmitted.</summary>
    public int NewestTransmittedTek { get; private set; }

    // The SA of the next rekey: ahead of Current between the building of a rekey that replaces the KEK and its sending.
    private RekeySa Latest { get; set; }

    /// <summary>When a TEK expires; MaxValue: not yet known, or never.</summary>
    public SimTime TekExpiry(int generation) =>
        generation == MemberTable.NoTek ? SimTime.MaxValue : _teks.Expiry(generation);

    /// <summary>The SA of a KEK's generation.</summary>
    public RekeySa RekeySaOf(int kekGeneration) => _rekeySas[kekGeneration];

    /// <summary>Finds the SA of a pair of cookies, if a key server still keeps it at an instant.</summary>
    public RekeySa? Find(Cookies cookies, SimTime at) =>
        _byCookies.TryGetValue(cookies, out RekeySa? rekeySa) && at <= rekeySa.KeptUntil ? rekeySa : null;

    /// <summary>
    /// What a member reads in a PUSH: decryption, form and signature for real, in this order (RFC 6407 section 4.4).
    /// </summary>
    public PushReading Read(ReadOnlySpan<byte> datagram, RekeySa rekeySa)
    {
        byte[] workspace = new byte[datagram.Length + GroupkeyPush.WorkspaceOverhead];
        DiscardReason form = GroupkeyPush.TryOpen(datagram, rekeySa.Kek, _provider, workspace, out GroupkeyPush push);
        if (form != DiscardReason.None)
        {
            return new PushReading { Form = form, TekGeneration = -1 };
        }

        PushReading reading = new()
        {
            Sequence = push.Sequence.Value,
            Signature = Verify(push),
            TekGeneration = -1,
        };
        return push.HasSecurityAssociation ? ReadPolicy(push, reading) : reading;
    }

    // A verifier is not promised to serve several threads at once, which members that check each for themselves want.
    private DiscardReason Verify(GroupkeyPush push)
    {
        lock (_verifier)
        {
            return push.VerifySignature(_verifier);
        }
    }

    internal void SetTekExpiry(int generation, SimTime at) => _teks.SetExpiry(generation, at);

    /// <summary>Makes the keys of a rekey and its message under the next sequence number.</summary>
    public RekeyMessage BeginRekey(int rekey, bool replaceKek)
    {
        _teks.Add(rekey);
        RekeySa under = Latest;
        RekeySa? replacement = replaceKek ? AddRekeySa() : null;
        Latest = replacement ?? under;
        return Build(new RekeyMessage(rekey, under, replacement, 0, default, default));
    }

    /// <summary>
    /// Opens the SA of a hierarchy's new KEK: what registrations hand out from now on, and what the next rekey with a
    /// TEK is sent under.
    /// </summary>
    /// <returns>The SA that it replaces, and that the update is sent under.</returns>
    internal RekeySa BeginUpdate(Kek kek)
    {
        RekeySa under = Latest;
        Latest = AddRekeySa(kek);
        Current = Latest;
        return under;
    }

    /// <summary>Octets of update arrays that a message under an SA has room for.</summary>
    internal int RoomForUpdate(RekeySa under, int largestMessage) =>
        _writer.RoomForUpdate(under, Latest, largestMessage);

    /// <summary>Makes a message of an update under the next sequence number. It keeps the TEK.</summary>
    /// <param name="rekey">Its number among the rekeys.</param>
    /// <param name="under">The SA that protects it.</param>
    /// <param name="updates">Attributes with the update arrays.</param>
    /// <param name="isLast">Whether no other message of this update follows.</param>
    internal RekeyMessage BeginUpdateMessage(int rekey, RekeySa under, byte[] updates, bool isLast)
    {
        _teks.Keep(rekey);
        return Build(new RekeyMessage(rekey, under, Latest, 0, default, default)
        {
            Updates = updates,
            EndsRekeySa = isLast,
        });
    }

    /// <summary>Whether a member that holds the TEK of a generation has nothing to gain by another's.</summary>
    internal bool IsSameTek(int generation, int other) =>
        generation >= 0 && _teks.MadeIn(generation) == _teks.MadeIn(other);

    /// <summary>Builds a rekey's message again under the next sequence number.</summary>
    public RekeyMessage BuildAgain(RekeyMessage message) => Build(message);

    /// <summary>Writes a rekey's message once more as it stands: what building one costs a key server.</summary>
    public byte[] Write(RekeyMessage message) => message.Updates is { } updates
        ? _writer.WriteUpdate(message.RekeySa, message.NewRekeySa!, message.Sequence, updates)
        : _writer.Write(message.RekeySa, message.NewRekeySa, message.Sequence, _teks[message.Rekey]);

    /// <summary>Notes that a message left a key server: what a registration hands out from now on.</summary>
    internal void Transmitted(PushTransmission transmission)
    {
        transmission.RekeySa.LastTransmittedSequence =
            Math.Max(transmission.RekeySa.LastTransmittedSequence, transmission.Sequence);
        NewestTransmittedTek = Math.Max(NewestTransmittedTek, _teks.MadeIn(transmission.Rekey));
        if (transmission.Reading.KekGeneration is int generation && generation > Current.Generation)
        {
            Current = _rekeySas[generation];
        }
    }

    /// <summary>What a registration hands out now.</summary>
    internal DownloadedKeys ToHandOut() =>
        new(Current.Generation, Current.LastTransmittedSequence, NewestTransmittedTek);

    /// <summary>The body of SA for a member that registers.</summary>
    internal byte[] PolicyBody(in DownloadedKeys keys) =>
        _writer.WritePolicy(_rekeySas[keys.KekGeneration], _teks[keys.TekGeneration]);

    /// <summary>The body of KD for a member that registers.</summary>
    /// <param name="keys">What is handed out.</param>
    /// <param name="downloadArray">
    /// LKH_DOWNLOAD_ARRAY with its keys; null if it has none but those that all have.
    /// </param>
    internal byte[] KeyDownloadBody(in DownloadedKeys keys, byte[]? downloadArray) => _writer.WriteKeys(
        _rekeySas[keys.KekGeneration], _teks[keys.TekGeneration], PublicKey.Span, downloadArray);

    /// <summary>The generation of a TEK as a key packet brings it; −1 if it is none of the group.</summary>
    internal int FindTek(in KeyPacket packet) => packet.Spi.Length == SecurityProtocolExtensions.TekSpiSize
        ? _teks.Find(BinaryPrimitives.ReadUInt32BigEndian(packet.Spi), packet.AlgorithmKey)
        : -1;

    private RekeyMessage Build(RekeyMessage message)
    {
        RekeyMessage numbered = message with { Sequence = message.RekeySa.NextSequence(message.Rekey) };
        byte[] octets = Write(numbered);
        return numbered with { Octets = octets, Reading = Read(octets, message.RekeySa) };
    }

    private PushReading ReadPolicy(GroupkeyPush push, PushReading reading)
    {
        SecurityAssociationPayload policy = push.SecurityAssociation;
        Span<byte> spi = stackalloc byte[SecurityProtocolExtensions.TekSpiSize];
        foreach (SaTekPayload tek in policy.Teks)
        {
            BinaryPrimitives.WriteUInt32BigEndian(spi, tek.Spi);
            if (push.KeyDownload.TryFind(KeyPacketType.Tek, spi, out KeyPacket packet))
            {
                reading = reading with { TekGeneration = _teks.Find(tek.Spi, packet.AlgorithmKey) };
            }
        }

        if (policy.HasKek && push.TryReadNewKek(out Kek? kek) == DiscardReason.None && kek is not null
            && _byCookies.TryGetValue(policy.Kek.Spi, out RekeySa? replacement)
            && kek.AlgorithmKey.SequenceEqual(replacement.Kek.AlgorithmKey))
        {
            reading = reading with
            {
                KekGeneration = replacement.Generation,
                Acknowledgement = policy.Kek.Attributes.AckRequested,
            };
        }

        return policy.HasKek ? ReadUpdates(push, policy.Kek, reading) : reading;
    }

    private PushReading ReadUpdates(in GroupkeyPush push, in SaKekPayload kek, PushReading reading)
    {
        Span<byte> spi = stackalloc byte[Cookies.Length];
        kek.Spi.WriteTo(spi);
        return push.KeyDownload.TryFind(KeyPacketType.Lkh, spi, out KeyPacket packet)
            && _byCookies.TryGetValue(kek.Spi, out RekeySa? replacement)
                ? reading with
                {
                    Updates = packet.EncodedAttributes.ToArray(),
                    UpdatedKek = replacement.Generation,
                    Acknowledgement = kek.Attributes.AckRequested,
                }
                : reading;
    }

    private Kek MakeKek(int generation)
    {
        Span<byte> key = stackalloc byte[Kek.BlockLength + (_options.Kek.KeyBits / 8)];
        _kekStream.FillBytes((uint)generation, 0, key);
        return new Kek(key);
    }

    private RekeySa AddRekeySa(Kek? kek = null)
    {
        int generation = _rekeySas.Count;
        if (generation > MemberTable.MaximumKekGeneration)
        {
            throw new InvalidOperationException($"more than {MemberTable.MaximumKekGeneration} KEKs in one run");
        }

        Span<byte> cookies = stackalloc byte[Cookies.Length];
        _cookieStream.FillBytes((uint)generation, 0, cookies);
        var rekeySa = new RekeySa(generation, Cookies.Read(cookies), kek ?? MakeKek(generation));
        _rekeySas.Add(rekeySa);
        _byCookies.Add(rekeySa.Cookies, rekeySa);
        return rekeySa;
    }
}
