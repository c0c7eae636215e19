using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>The three kinds of main mode messages in octets (RFC 2409 section 5.1).</summary>
internal static class MainModeCodec
{
    public const int ShortestNonce = 8;

    public const int LongestNonce = 256;

    // Leaves room for SIG in the same message.
    public const int LongestIdentity = 8_192;

    internal const byte UdpProtocol = 17;

    // A public value and a nonce of the longest kind, 255 transforms, or an identity with SIG: far below any datagram.
    private const int LongestMessage = 16_384;

    // HDR, the generic headers of SA, proposal and transform, DOI, situation, and the fields of a proposal.
    private const int AnswerOverhead =
        IsakmpHeader.Size + (3 * PayloadChainReader.GenericHeaderSize) + (2 * sizeof(uint)) + sizeof(uint);

    /// <summary>The signature algorithm of an authentication method.</summary>
    public static SignatureAlgorithm AlgorithmOf(AuthenticationMethod method) =>
        method == AuthenticationMethod.EcdsaP256 ? SignatureAlgorithm.EcdsaP256 : SignatureAlgorithm.Rsa;

    /// <summary>HDR, SA.</summary>
    public static byte[] WriteProposal(Cookies cookies, uint domain, ReadOnlySpan<Phase1Transform> transforms)
    {
        byte[] octets = new byte[LongestMessage];
        var writer = new WireWriter(octets);
        var chain = new PayloadChainWriter(IsakmpHeader.NextPayloadOffset);
        return Header(cookies, IsakmpFlags.None).TryWrite(ref writer)
            && Phase1Proposal.TryWrite(ref writer, ref chain, domain, transforms)
            ? Finish(octets, writer.Position)
            : throw new InvalidOperationException($"{transforms.Length} transforms; allowed: 1 to 255");
    }

    /// <summary>HDR, SA of the answer: nothing in it but the chosen transform, as it was offered.</summary>
    public static byte[] WriteChoice(Cookies cookies, in Phase1Proposal proposal, in Phase1Proposal.Offer chosen)
    {
        byte[] octets = new byte[AnswerOverhead + chosen.Octets.Length];
        var writer = new WireWriter(octets);
        var chain = new PayloadChainWriter(IsakmpHeader.NextPayloadOffset);
        Header(cookies, IsakmpFlags.None).TryWrite(ref writer);
        Phase1Proposal.TryWriteChoice(ref writer, ref chain, proposal, chosen);
        return Finish(octets, writer.Position);
    }

    /// <summary>HDR, KE, N.</summary>
    public static byte[] WriteKeyExchange(Cookies cookies, ReadOnlySpan<byte> publicValue, ReadOnlySpan<byte> nonce)
    {
        byte[] octets = new byte[LongestMessage];
        var writer = new WireWriter(octets);
        var chain = new PayloadChainWriter(IsakmpHeader.NextPayloadOffset);
        Header(cookies, IsakmpFlags.None).TryWrite(ref writer);
        OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.KeyExchange, publicValue);
        OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.Nonce, nonce);
        return Finish(octets, writer.Position);
    }

    /// <summary>HDR*, ID, SIG or HASH.</summary>
    public static byte[] WriteAuthentication(
        MainModeAgreement agreement, ReadOnlySpan<byte> identityBody, PayloadType proofType, ReadOnlySpan<byte> proof)
    {
        byte[] octets = new byte[LongestMessage];
        var writer = new WireWriter(octets);
        writer.TryWriteByte(0);
        var chain = new PayloadChainWriter(0);
        if (!OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.Identification, identityBody)
            || !OctetsPayload.TryWrite(ref writer, ref chain, proofType, proof))
        {
            throw new InvalidOperationException("an identity that no message has room for");
        }

        IsakmpHeader header = Header(agreement.Cookies, IsakmpFlags.Encryption) with
        {
            NextPayload = PayloadType.Identification,
        };
        return agreement.Cipher.Encrypt(header, writer.Written[1..]);
    }

    /// <summary>The body of an ID payload: type (1), protocol (1), port (2), data.</summary>
    public static byte[] IdentityBody(IdentificationType type, ushort port, ReadOnlySpan<byte> identity) =>
        [(byte)type, port == 0 ? (byte)0 : UdpProtocol, (byte)(port >> 8), (byte)port, .. identity];

    /// <summary>
    /// Whether a port may stand in an ID payload: "zero or ... UDP port 500" (RFC 2407 section 4.6.2), for which GDOI
    /// has 848 (RFC 6407 section 2.2).
    /// </summary>
    public static bool IsPossiblePort(int port) => port is 0 or 500 or GdoiDomain.UdpPort;

    /// <summary>
    /// Reads SA, which must come first, and passes over what may stand after it: "the SA payload MUST precede all other
    /// payloads", for which "there are no requirements ... to be in any particular order" (RFC 2409 section 5).
    /// </summary>
    public static DiscardReason TryReadProposal(
        ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> body, out Phase1Proposal proposal)
    {
        proposal = default;
        var chain = new PayloadChainReader(datagram[IsakmpHeader.Size..], PayloadType.SecurityAssociation);
        DiscardReason reason = chain.TryRead(out body);
        if (reason == DiscardReason.None)
        {
            reason = Phase1Proposal.TryRead(body, out proposal);
        }

        while (reason == DiscardReason.None && IsPassedOver(chain.Next))
        {
            reason = chain.TryRead(out _);
        }

        return reason == DiscardReason.None ? CheckEnd(chain) : reason;
    }

    /// <summary>Reads KE and N, in any order and among payloads that are passed over.</summary>
    public static DiscardReason TryReadKeyExchange(
        ReadOnlySpan<byte> datagram, PayloadType first, out KeyExchange exchange)
    {
        exchange = default;
        ReadOnlySpan<byte> publicValue = default;
        ReadOnlySpan<byte> nonce = default;
        var chain = new PayloadChainReader(datagram[IsakmpHeader.Size..], first);
        while (chain.Next != PayloadType.None)
        {
            PayloadType type = chain.Next;
            DiscardReason reason = chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            if (type == PayloadType.KeyExchange && publicValue.IsEmpty && !body.IsEmpty)
            {
                publicValue = body;
            }
            else if (type == PayloadType.Nonce && nonce.IsEmpty)
            {
                if (body.Length is < ShortestNonce or > LongestNonce)
                {
                    return DiscardReason.NonceLength;
                }

                nonce = body;
            }
            else if (!IsPassedOver(type))
            {
                return DiscardReason.PayloadOrder;
            }
        }

        exchange = new() { PublicValue = publicValue, Nonce = nonce };
        return publicValue.IsEmpty || nonce.IsEmpty ? DiscardReason.PayloadMissing : CheckEnd(chain);
    }

    /// <summary>
    /// Decrypts and reads ID and SIG or HASH, in any order and among payloads that are passed over; the cipher moves on
    /// when the caller says so.
    /// </summary>
    public static DiscardReason TryReadAuthentication(
        ReadOnlySpan<byte> datagram, PayloadType first, MainModeAgreement agreement, out Proof proof)
    {
        proof = default;
        DiscardReason reason = CbcForm.CheckLength(datagram[IsakmpHeader.Size..]);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        return TryReadAuthentication(agreement.Cipher.Decrypt(datagram), first, agreement.Transform, out proof);
    }

    /// <summary>Reads the payloads of such a message, decrypted.</summary>
    /// <param name="plain">The payloads and the padding.</param>
    /// <param name="first">The first payload's type, as the header names it.</param>
    /// <param name="transform">What was agreed; null where it is not known: SIG or HASH may prove who it is.</param>
    /// <param name="proof">What was read.</param>
    public static DiscardReason TryReadAuthentication(
        byte[] plain, PayloadType first, Phase1Transform? transform, out Proof proof)
    {
        proof = default;
        if (!CbcForm.BeginsWithPayload(plain, PayloadChainReader.GenericHeaderSize, plain.Length))
        {
            return DiscardReason.Undecryptable;
        }

        var chain = new PayloadChainReader(plain, first);
        while (chain.Next != PayloadType.None)
        {
            PayloadType type = chain.Next;
            DiscardReason reason = chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None && !IsPassedOver(type))
            {
                reason = TakeProof(type, body, transform, ref proof);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        return proof.IdentityBody.IsEmpty || proof.Value.IsEmpty
            ? DiscardReason.PayloadMissing
            : CbcForm.CheckPadding(chain.Rest);
    }

    // ID once, and once SIG or, with a pre-shared key, HASH: neither can be empty.
    private static DiscardReason TakeProof(
        PayloadType type, ReadOnlySpan<byte> body, in Phase1Transform? transform, ref Proof proof)
    {
        if (type == PayloadType.Identification && proof.IdentityBody.IsEmpty)
        {
            return TakeIdentity(body, ref proof);
        }

        bool isPreshared = transform is { } agreed
            ? agreed.Authentication == AuthenticationMethod.PresharedKey
            : type == PayloadType.Hash;
        if (type != (isPreshared ? PayloadType.Hash : PayloadType.Signature) || !proof.Value.IsEmpty)
        {
            return DiscardReason.PayloadOrder;
        }

        proof.Value = body;
        bool isHash = !isPreshared || (transform is { } known
            ? body.Length == known.Prf.OutputLength()
            : body.Length is 32 or 64);
        return !isHash ? DiscardReason.HashLength
            : body.IsEmpty ? DiscardReason.PayloadTooShort
            : DiscardReason.None;
    }

    private static DiscardReason TakeIdentity(ReadOnlySpan<byte> body, ref Proof proof)
    {
        if (body.Length < IdentificationPayload.FixedSize)
        {
            return DiscardReason.PayloadTooShort;
        }

        proof.IdentityType = (IdentificationType)body[0];
        proof.Identity = body[IdentificationPayload.FixedSize..];
        proof.IdentityBody = body;
        int port = (body[2] << 8) | body[3];
        return body[1] == (port == 0 ? 0 : UdpProtocol) && IsPossiblePort(port)
            ? IdentificationPayload.CheckData(proof.IdentityType, proof.Identity)
            : DiscardReason.IdentityPort;
    }

    // Certificates are not looked at, vendors not told apart, notifications such as INITIAL-CONTACT not acted on.
    internal static bool IsPassedOver(PayloadType type) => type
        is PayloadType.Certificate or PayloadType.CertificateRequest or PayloadType.VendorId
        or PayloadType.Notification;

    private static DiscardReason CheckEnd(in PayloadChainReader chain)
    {
        DiscardReason reason = chain.CheckEnd();
        return reason == DiscardReason.None && !chain.Rest.IsEmpty ? DiscardReason.TrailingOctets : reason;
    }

    private static IsakmpHeader Header(Cookies cookies, IsakmpFlags flags) => new()
    {
        Cookies = cookies,
        NextPayload = PayloadType.None,
        ExchangeType = ExchangeType.IdentityProtection,
        Flags = flags,
        Length = 0,
    };

    private static byte[] Finish(byte[] octets, int length)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
            octets.AsSpan(IsakmpHeader.LengthOffset), (uint)length);
        return octets[..length];
    }

    /// <summary>KE and N of one side.</summary>
    internal ref struct KeyExchange
    {
        public ReadOnlySpan<byte> PublicValue;

        public ReadOnlySpan<byte> Nonce;
    }

    /// <summary>ID and SIG, or HASH, of one side.</summary>
    internal ref struct Proof
    {
        public IdentificationType IdentityType;

        public ReadOnlySpan<byte> Identity;

        public ReadOnlySpan<byte> IdentityBody;

        public ReadOnlySpan<byte> Value;
    }
}
