using System.Buffers.Binary;
using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Pull;

/// <summary>
/// One of the four messages of a GROUPKEY-PULL, decrypted (RFC 6407 section 3.2). A view of the payloads' octets; its
/// form was checked when it was read, its HASH is for <see cref="VerifyHash"/>.
/// </summary>
public readonly ref struct GroupkeyPullMessage
{
    private readonly ReadOnlySpan<byte> _afterHash;

    internal GroupkeyPullMessage(IsakmpHeader header, scoped in GroupkeyPullForm form)
    {
        Cookies = header.Cookies;
        MessageId = header.MessageId;
        Step = form.Step;
        Hash = form.Hash;
        _afterHash = form.AfterHash;
        Nonce = form.Nonce;
        Group = form.Group;
        SecurityAssociationBody = form.SecurityAssociationBody;
        SecurityAssociation = form.SecurityAssociation;
        SenderIdRequest = form.SenderIdRequest;
        Sequence = form.Sequence;
        KeyDownloadBody = form.KeyDownloadBody;
        KeyDownload = form.KeyDownload;
    }

    /// <summary>The cookies of the phase 1 SA.</summary>
    public Cookies Cookies { get; }

    /// <summary>M-ID: names the exchange under that SA; not zero.</summary>
    public uint MessageId { get; }

    /// <summary>Which of the four it is.</summary>
    public GroupkeyPullStep Step { get; }

    /// <summary>Hash data: 32 octets for SHA-256, 64 for SHA-512.</summary>
    public ReadOnlySpan<byte> Hash { get; }

    /// <summary>Ni_b of the request, Nr_b of the policy: 8 to 128 octets; empty in the others.</summary>
    public ReadOnlySpan<byte> Nonce { get; }

    /// <summary>ID of the request: the group.</summary>
    public IdentificationPayload Group { get; }

    /// <summary>SA of the policy.</summary>
    public SecurityAssociationPayload SecurityAssociation { get; }

    /// <summary>The same as octets, without its generic header.</summary>
    public ReadOnlySpan<byte> SecurityAssociationBody { get; }

    /// <summary>SENDER_ID_REQUEST of the proof's GAP; null if there is no GAP (RFC 6407 section 5.4.2).</summary>
    public ushort? SenderIdRequest { get; }

    /// <summary>SEQ of the keys: the number used last under the KEK; null if the policy has no KEK.</summary>
    public SequenceNumber? Sequence { get; }

    /// <summary>KD of the keys.</summary>
    public KeyDownloadPayload KeyDownload { get; }

    /// <summary>The same as octets, without its generic header.</summary>
    public ReadOnlySpan<byte> KeyDownloadBody { get; }

    /// <summary>Reads and judges the header of a datagram before anything is decrypted.</summary>
    public static DiscardReason TryReadHeader(ReadOnlySpan<byte> datagram, out IsakmpHeader header)
    {
        DiscardReason reason = CheckHeader(datagram, IsakmpFlags.Encryption, out header);
        return reason == DiscardReason.None ? CbcForm.CheckLength(datagram[IsakmpHeader.Size..]) : reason;
    }

    /// <summary>
    /// Reads a message whose E flag is clear as one that somebody has decrypted already, for inspection. No side of an
    /// exchange accepts such a message.
    /// </summary>
    /// <param name="message">Header and payloads, Length without padding.</param>
    /// <param name="read">The message: which of the four it is follows from its payloads.</param>
    public static DiscardReason TryReadPlain(ReadOnlySpan<byte> message, out GroupkeyPullMessage read)
    {
        read = default;
        DiscardReason reason = CheckHeader(message, IsakmpFlags.None, out IsakmpHeader header);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = GroupkeyPullForm.TryRead(
            message[IsakmpHeader.Size..], isEncrypted: false, expected: null, out GroupkeyPullForm form);
        read = reason == DiscardReason.None ? new(header, form) : default;
        return reason;
    }

    /// <summary>Decrypts a datagram and reads it, for inspection with known keys.</summary>
    /// <param name="datagram">As received.</param>
    /// <param name="encryptionKey">Key of the phase 1 SA: 16, 24 or 32 octets.</param>
    /// <param name="iv">
    /// <see cref="Ikev1.Phase1Sa.InitialIv"/> for the first message of the exchange, the last ciphertext block of the
    /// message before it for the others.
    /// </param>
    /// <param name="provider">Who decrypts.</param>
    /// <param name="read">The message, in octets of its own: which of the four it is follows from its payloads.</param>
    /// <exception cref="ArgumentException">A key or IV of another length.</exception>
    public static DiscardReason TryOpen(
        scoped ReadOnlySpan<byte> datagram,
        scoped ReadOnlySpan<byte> encryptionKey,
        scoped ReadOnlySpan<byte> iv,
        ICryptographyProvider provider,
        out GroupkeyPullMessage read)
    {
        read = default;
        DiscardReason reason = TryReadHeader(datagram, out IsakmpHeader header);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        var cipher = new Ikev1.CbcContext(provider, encryptionKey, iv.ToArray());
        return TryRead(cipher.Decrypt(datagram), header, expected: null, out read);
    }

    /// <summary>
    /// Verifies HASH(n) = prf(SKEYID_a, M-ID | nonces | what follows HASH), comparing in constant time. The nonces are
    /// none for the request, Ni_b for the policy, Ni_b | Nr_b for the others.
    /// </summary>
    /// <param name="provider">Who computes.</param>
    /// <param name="prf">The prf of the phase 1 SA.</param>
    /// <param name="skeyidA">SKEYID_a.</param>
    /// <param name="initiatorNonce">Ni_b; not used for the request.</param>
    /// <param name="responderNonce">Nr_b; not used for request and policy.</param>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, <see cref="DiscardReason.HashLength"/> or
    /// <see cref="DiscardReason.HashMismatch"/>.
    /// </returns>
    public DiscardReason VerifyHash(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> skeyidA,
        ReadOnlySpan<byte> initiatorNonce,
        ReadOnlySpan<byte> responderNonce)
    {
        if (Hash.Length != prf.OutputLength())
        {
            return DiscardReason.HashLength;
        }

        byte[] expected = ComputeHash(
            provider, prf, skeyidA, MessageId, Step, initiatorNonce, responderNonce, _afterHash);
        return CryptographicOperations.FixedTimeEquals(expected, Hash)
            ? DiscardReason.None
            : DiscardReason.HashMismatch;
    }

    /// <summary>HASH(n).</summary>
    internal static byte[] ComputeHash(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> skeyidA,
        uint messageId,
        GroupkeyPullStep step,
        ReadOnlySpan<byte> initiatorNonce,
        ReadOnlySpan<byte> responderNonce,
        ReadOnlySpan<byte> afterHash)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, messageId);
        ReadOnlySpan<byte> ni = step >= GroupkeyPullStep.Policy ? initiatorNonce : default;
        ReadOnlySpan<byte> nr = step >= GroupkeyPullStep.Proof ? responderNonce : default;
        byte[] hash = new byte[prf.OutputLength()];
        provider.ComputeHmac(prf, skeyidA, (byte[])[.. number, .. ni, .. nr, .. afterHash], hash);
        return hash;
    }

    /// <summary>Reads decrypted payloads.</summary>
    internal static DiscardReason TryRead(
        byte[] payloads, IsakmpHeader header, GroupkeyPullStep? expected, out GroupkeyPullMessage read)
    {
        read = default;
        const int header32 = PayloadChainReader.GenericHeaderSize + 32;
        const int header64 = PayloadChainReader.GenericHeaderSize + 64;
        if (!CbcForm.BeginsWithPayload(payloads, header32, header64))
        {
            return DiscardReason.Undecryptable;
        }

        DiscardReason reason = GroupkeyPullForm.TryRead(
            payloads, isEncrypted: true, expected, out GroupkeyPullForm form);
        read = reason == DiscardReason.None ? new(header, form) : default;
        return reason;
    }

    private static DiscardReason CheckHeader(
        ReadOnlySpan<byte> message, IsakmpFlags flags, out IsakmpHeader header)
    {
        DiscardReason reason = IsakmpHeader.TryRead(message, out header);
        return reason == DiscardReason.None
            ? header.CheckPhase2(ExchangeType.GroupkeyPull, flags, PayloadType.Hash)
            : reason;
    }
}
