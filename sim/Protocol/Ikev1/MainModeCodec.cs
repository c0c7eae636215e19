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

    private const byte UdpProtocol = 17;

    private const int IkePort = 500;

    // A public value and a nonce of the longest kind, or 255 transforms: far below any datagram.
    private const int LongestMessage = 16_384;

    /// <summary>The signature algorithm of an authentication method.</summary>
    public static SignatureAlgorithm AlgorithmOf(AuthenticationMethod method) =>
        method == AuthenticationMethod.EcdsaP256 ? SignatureAlgorithm.EcdsaP256 : SignatureAlgorithm.Rsa;

    /// <summary>HDR, SA.</summary>
    public static byte[] WriteProposal(
        Cookies cookies, uint domain, byte number, ReadOnlySpan<Phase1Transform> transforms, byte firstNumber = 1)
    {
        byte[] octets = new byte[LongestMessage];
        var writer = new WireWriter(octets);
        var chain = new PayloadChainWriter(IsakmpHeader.NextPayloadOffset);
        return Header(cookies, IsakmpFlags.None).TryWrite(ref writer)
            && Phase1Proposal.TryWrite(ref writer, ref chain, domain, number, transforms, firstNumber)
            ? Finish(octets, writer.Position)
            : throw new InvalidOperationException($"{transforms.Length} transforms; allowed: 1 to 255");
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

    /// <summary>Reads SA and passes over vendor IDs.</summary>
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

        while (reason == DiscardReason.None && chain.Next == PayloadType.VendorId)
        {
            reason = chain.TryRead(out _);
        }

        return reason == DiscardReason.None ? CheckEnd(chain) : reason;
    }

    /// <summary>Reads KE and N, in any order, and passes over vendor IDs and certificate requests.</summary>
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
            else if (type is not (PayloadType.VendorId or PayloadType.CertificateRequest))
            {
                return DiscardReason.PayloadOrder;
            }
        }

        exchange = new() { PublicValue = publicValue, Nonce = nonce };
        return publicValue.IsEmpty || nonce.IsEmpty ? DiscardReason.PayloadMissing : CheckEnd(chain);
    }

    /// <summary>Decrypts and reads ID and SIG or HASH; the cipher moves on when the caller says so.</summary>
    public static DiscardReason TryReadAuthentication(
        ReadOnlySpan<byte> datagram, MainModeAgreement agreement, out Proof proof)
    {
        proof = default;
        DiscardReason reason = CbcContext.CheckLength(datagram);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        byte[] plain = agreement.Cipher.Decrypt(datagram);
        int shortestId = PayloadChainReader.GenericHeaderSize + IdentificationPayload.FixedSize;
        if (!CbcContext.BeginsWithPayload(plain, shortestId, plain.Length))
        {
            return DiscardReason.Undecryptable;
        }

        var chain = new PayloadChainReader(plain, PayloadType.Identification);
        reason = chain.TryRead(out ReadOnlySpan<byte> id);
        if (reason == DiscardReason.None)
        {
            reason = TryReadIdentity(id, out proof);
        }

        while (reason == DiscardReason.None && chain.Next
            is PayloadType.Certificate or PayloadType.CertificateRequest or PayloadType.VendorId)
        {
            reason = chain.TryRead(out _);
        }

        ReadOnlySpan<byte> value = default;
        if (reason == DiscardReason.None)
        {
            bool isPreshared = agreement.Transform.Authentication == AuthenticationMethod.PresharedKey;
            reason = chain.TryRead(isPreshared ? PayloadType.Hash : PayloadType.Signature, out value);
            bool isOtherLength = isPreshared && value.Length != agreement.Transform.Prf.OutputLength();
            reason = reason == DiscardReason.None && isOtherLength ? DiscardReason.HashLength : reason;
        }

        while (reason == DiscardReason.None && chain.Next is PayloadType.Notification or PayloadType.VendorId)
        {
            reason = chain.TryRead(out _);
        }

        if (reason == DiscardReason.None)
        {
            proof = proof with { Value = value };
            reason = chain.CheckEnd();
        }

        return reason == DiscardReason.None ? CbcContext.CheckPadding(chain.Rest) : reason;
    }

    private static DiscardReason TryReadIdentity(ReadOnlySpan<byte> body, out Proof proof)
    {
        proof = default;
        if (body.Length < IdentificationPayload.FixedSize)
        {
            return DiscardReason.PayloadTooShort;
        }

        proof = new()
        {
            IdentityType = (IdentificationType)body[0],
            Identity = body[IdentificationPayload.FixedSize..],
            IdentityBody = body,
        };
        int port = (body[2] << 8) | body[3];
        bool isPossible = (body[1], port) is (0, 0) or (UdpProtocol, IkePort or GdoiDomain.UdpPort);
        return isPossible
            ? IdentificationPayload.CheckData(proof.IdentityType, proof.Identity)
            : DiscardReason.IdentityPort;
    }

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
