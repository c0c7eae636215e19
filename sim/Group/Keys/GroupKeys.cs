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
    public GroupKeys(GroupOptions options, RandomStreams streams)
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
        Latest = AddRekeySa();
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
        return Build(rekey, under, replacement);
    }

    /// <summary>Builds a rekey's message again under the next sequence number.</summary>
    public RekeyMessage BuildAgain(RekeyMessage message) =>
        Build(message.Rekey, message.RekeySa, message.NewRekeySa);

    /// <summary>Writes a rekey's message once more as it stands: what building one costs a key server.</summary>
    public byte[] Write(RekeyMessage message) =>
        _writer.Write(message.RekeySa, message.NewRekeySa, message.Sequence, _teks[message.Rekey]);

    /// <summary>Notes that a message left a key server: what a registration hands out from now on.</summary>
    internal void Transmitted(PushTransmission transmission)
    {
        transmission.RekeySa.LastTransmittedSequence =
            Math.Max(transmission.RekeySa.LastTransmittedSequence, transmission.Sequence);
        NewestTransmittedTek = Math.Max(NewestTransmittedTek, transmission.Rekey);
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
    /// <param name="member">Index of the member.</param>
    /// <param name="leafKey">Its leaf key; null if all members acknowledge with the KEK.</param>
    internal byte[] KeyDownloadBody(in DownloadedKeys keys, int member, byte[]? leafKey) =>
        _writer.WriteKeys(_rekeySas[keys.KekGeneration], _teks[keys.TekGeneration], PublicKey.Span, member, leafKey);

    /// <summary>The generation of a TEK as a key packet brings it; −1 if it is none of the group.</summary>
    internal int FindTek(in KeyPacket packet) => packet.Spi.Length == SecurityProtocolExtensions.TekSpiSize
        ? _teks.Find(BinaryPrimitives.ReadUInt32BigEndian(packet.Spi), packet.AlgorithmKey)
        : -1;

    private RekeyMessage Build(int rekey, RekeySa under, RekeySa? replacement)
    {
        uint sequence = under.NextSequence(rekey);
        byte[] octets = _writer.Write(under, replacement, sequence, _teks[rekey]);
        return new RekeyMessage(rekey, under, replacement, sequence, octets, Read(octets, under));
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

        return reading;
    }

    private RekeySa AddRekeySa()
    {
        int generation = _rekeySas.Count;
        Span<byte> key = stackalloc byte[Kek.BlockLength + (_options.Kek.KeyBits / 8)];
        _kekStream.FillBytes((uint)generation, 0, key);
        Span<byte> cookies = stackalloc byte[Cookies.Length];
        _cookieStream.FillBytes((uint)generation, 0, cookies);
        var rekeySa = new RekeySa(generation, Cookies.Read(cookies), new Kek(key));
        _rekeySas.Add(rekeySa);
        _byCookies.Add(rekeySa.Cookies, rekeySa);
        return rekeySa;
    }
}
