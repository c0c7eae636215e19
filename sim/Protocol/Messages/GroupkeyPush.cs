using System.Buffers.Binary;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Messages;

/// <summary>
/// GROUPKEY-PUSH, a rekey message as a group member reads it (RFC 6407 section 4): HDR, SEQ, [D,] SA, KD, SIG, with
/// everything after HDR encrypted. A view of the decrypted octets in a workspace that the caller owns; written by
/// <see cref="GroupkeyPushWriter"/>.
/// </summary>
/// <remarks>
/// The order of RFC 6407 section 4.4: <see cref="TryReadHeader"/> gives the cookies; the caller finds the Rekey SA;
/// <see cref="TryOpen"/> decrypts and validates the form; the caller holds <see cref="Sequence"/> against the last one;
/// <see cref="VerifySignature"/>. Only then may anything else in here be acted on.
/// </remarks>
public readonly ref struct GroupkeyPush
{
    /// <summary>The longest UDP payload over IPv4: no message can be longer.</summary>
    public const int MaximumLength = 65_507;

    /// <summary>By how many octets a workspace must exceed the datagram: SIG also covers the string "rekey".</summary>
    public const int WorkspaceOverhead = 5;

    private readonly ReadOnlySpan<byte> _workspace;
    private readonly int _signedLength;
    private readonly ReadOnlySpan<byte> _deletes;

    private GroupkeyPush(ReadOnlySpan<byte> workspace, scoped in GroupkeyPushForm form)
    {
        _workspace = workspace;
        _signedLength = PayloadsOffset + form.SignaturePosition;
        _deletes = form.Deletes;
        Sequence = form.Sequence;
        HasSecurityAssociation = form.HasSecurityAssociation;
        SecurityAssociation = form.SecurityAssociation;
        HasKeyDownload = form.HasKeyDownload;
        KeyDownload = form.KeyDownload;
        Signature = form.Signature;
    }

    /// <summary>The string that SIG covers in front of the message (RFC 6407 section 4).</summary>
    internal static ReadOnlySpan<byte> SignaturePrefix => "rekey"u8;

    /// <summary>Where the payloads begin in a workspace.</summary>
    internal const int PayloadsOffset = WorkspaceOverhead + IsakmpHeader.Size;

    /// <summary>The cookies: SPI of the Rekey SA that protects this message.</summary>
    public Cookies Cookies => Cookies.Read(_workspace[WorkspaceOverhead..]);

    /// <summary>SEQ.</summary>
    public SequenceNumber Sequence { get; }

    /// <summary>The Delete payloads, for a foreach loop.</summary>
    public DeleteEnumerator Deletes => new(_deletes);

    /// <summary>Whether there is an SA: absent only beside Delete payloads (RFC 6407 section 5.9).</summary>
    public bool HasSecurityAssociation { get; }

    /// <summary>SA, meaningful if <see cref="HasSecurityAssociation"/>.</summary>
    public SecurityAssociationPayload SecurityAssociation { get; }

    /// <summary>Whether there is a KD: with an SA and only with one.</summary>
    public bool HasKeyDownload { get; }

    /// <summary>KD, meaningful if <see cref="HasKeyDownload"/>.</summary>
    public KeyDownloadPayload KeyDownload { get; }

    /// <summary>The signature; empty only in a message read by <see cref="TryReadPlain"/>.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>What SIG covers: "rekey", HDR, the payloads before SIG.</summary>
    public ReadOnlySpan<byte> SignedOctets => _workspace[.._signedLength];

    /// <summary>Reads and judges the header of a datagram, cookies included, before anything is decrypted.</summary>
    public static DiscardReason TryReadHeader(ReadOnlySpan<byte> datagram, out IsakmpHeader header)
    {
        DiscardReason reason = IsakmpHeader.TryRead(datagram, out header);
        if (reason == DiscardReason.None)
        {
            reason = header.Check(ExchangeType.GroupkeyPush, IsakmpFlags.Encryption, PayloadType.SequenceNumber);
        }

        return reason == DiscardReason.None ? CbcForm.CheckLength(datagram[IsakmpHeader.Size..]) : reason;
    }

    /// <summary>Decrypts a datagram and validates its form.</summary>
    /// <param name="datagram">As received.</param>
    /// <param name="kek">The KEK of the Rekey SA that the cookies name.</param>
    /// <param name="provider">Who decrypts.</param>
    /// <param name="workspace">
    /// Takes the decrypted message: at least <see cref="WorkspaceOverhead"/> octets more than the datagram. The result
    /// is a view of it.
    /// </param>
    /// <param name="push">The message; its signature is not verified yet.</param>
    /// <param name="signedLength">The reading of the signed Length.</param>
    /// <returns><see cref="DiscardReason.None"/>, or the first thing that is wrong.</returns>
    /// <exception cref="ArgumentException">The workspace is too short.</exception>
    public static DiscardReason TryOpen(
        scoped ReadOnlySpan<byte> datagram,
        Kek kek,
        ICryptographyProvider provider,
        Span<byte> workspace,
        out GroupkeyPush push,
        SignedLength signedLength = SignedLength.WithoutPadding)
    {
        push = default;
        DiscardReason reason = TryReadHeader(datagram, out _);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        Span<byte> message = TakeWorkspace(datagram, workspace);
        Span<byte> payloads = message[PayloadsOffset..];
        provider.Decrypt(kek, datagram[IsakmpHeader.Size..], payloads);
        if (!CbcForm.BeginsWithPayload(payloads, SequenceNumberPayload.Size, SequenceNumberPayload.Size))
        {
            return DiscardReason.Undecryptable;
        }

        reason = GroupkeyPushForm.TryRead(payloads, isEncrypted: true, out GroupkeyPushForm form);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (signedLength == SignedLength.WithoutPadding)
        {
            WriteLength(message, IsakmpHeader.Size + form.Length);
        }

        push = new(message, form);
        return DiscardReason.None;
    }

    /// <summary>
    /// Reads a message whose E flag is clear as one that somebody has decrypted already, for inspection: Length is
    /// without padding, and SA, KD or SIG may be absent. No group member accepts such a message.
    /// </summary>
    /// <param name="message">Header and payloads.</param>
    /// <param name="workspace">As for <see cref="TryOpen"/>.</param>
    /// <param name="push">The message; its signed octets have the E flag set, as when it was signed.</param>
    /// <exception cref="ArgumentException">The workspace is too short.</exception>
    public static DiscardReason TryReadPlain(
        scoped ReadOnlySpan<byte> message, Span<byte> workspace, out GroupkeyPush push)
    {
        push = default;
        DiscardReason reason = IsakmpHeader.TryRead(message, out IsakmpHeader header);
        if (reason == DiscardReason.None)
        {
            reason = header.Check(ExchangeType.GroupkeyPush, IsakmpFlags.None, PayloadType.SequenceNumber);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        Span<byte> plain = TakeWorkspace(message, workspace);
        message[IsakmpHeader.Size..].CopyTo(plain[PayloadsOffset..]);
        reason = GroupkeyPushForm.TryRead(plain[PayloadsOffset..], isEncrypted: false, out GroupkeyPushForm form);
        if (reason == DiscardReason.None)
        {
            plain[WorkspaceOverhead + IsakmpHeader.FlagsOffset] = (byte)IsakmpFlags.Encryption;
            push = new(plain, form);
        }

        return reason;
    }

    /// <summary>Verifies SIG (RFC 6407 section 4.4).</summary>
    /// <returns><see cref="DiscardReason.None"/> or <see cref="DiscardReason.SignatureMismatch"/>.</returns>
    public DiscardReason VerifySignature(ISignatureVerifier verifier) =>
        verifier.Verify(SignedOctets, Signature) ? DiscardReason.None : DiscardReason.SignatureMismatch;

    /// <summary>
    /// Whether a Delete payload ends the Rekey SA that protects this message. It is acknowledged all the same (RFC 8263
    /// section 4).
    /// </summary>
    public bool DeletesItsRekeySa()
    {
        foreach (DeletePayload delete in Deletes)
        {
            if (delete.DeletesRekeySa(Cookies))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the KEK out of a KEK packet that belongs to the SA KEK.</summary>
    /// <param name="kek">The KEK; null if there is none, or it comes by way of a key hierarchy.</param>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, or <see cref="DiscardReason.AlgorithmUnsupported"/> for another cipher than
    /// AES, or for signatures other than RSA and ECDSA P-256 over SHA-256: messages under such an SA could not be
    /// verified.
    /// </returns>
    public DiscardReason TryReadNewKek(out Kek? kek)
    {
        kek = null;
        if (!HasSecurityAssociation || !SecurityAssociation.HasKek)
        {
            return DiscardReason.None;
        }

        SaKekPayload saKek = SecurityAssociation.Kek;
        if (!saKek.Attributes.IsSupported)
        {
            return DiscardReason.AlgorithmUnsupported;
        }

        Span<byte> spi = stackalloc byte[Cookies.Length];
        saKek.Spi.WriteTo(spi);
        return KeyDownload.TryFind(KeyPacketType.Kek, spi, out KeyPacket packet)
            ? Kek.TryCreate(saKek.Attributes, packet.AlgorithmKey, out kek)
            : DiscardReason.None;
    }

    internal static void WriteLength(Span<byte> workspace, int length) =>
        BinaryPrimitives.WriteUInt32BigEndian(
            workspace[(WorkspaceOverhead + IsakmpHeader.LengthOffset)..], (uint)length);

    // "rekey" and the header as received; the payloads follow.
    private static Span<byte> TakeWorkspace(scoped ReadOnlySpan<byte> datagram, Span<byte> workspace)
    {
        int needed = WorkspaceOverhead + datagram.Length;
        if (workspace.Length < needed)
        {
            throw new ArgumentException(
                $"{workspace.Length} octets for a message that needs {needed}", nameof(workspace));
        }

        SignaturePrefix.CopyTo(workspace);
        datagram[..IsakmpHeader.Size].CopyTo(workspace[WorkspaceOverhead..]);
        return workspace[..needed];
    }

    /// <summary>Walks the Delete payloads.</summary>
    public ref struct DeleteEnumerator
    {
        private PayloadChainReader _chain;
        private DeletePayload _current;

        internal DeleteEnumerator(ReadOnlySpan<byte> deletes) =>
            _chain = new(deletes, deletes.IsEmpty ? PayloadType.None : PayloadType.Delete);

        public readonly DeletePayload Current => _current;

        public readonly DeleteEnumerator GetEnumerator() => this;

        public bool MoveNext() =>
            !_chain.Rest.IsEmpty
            && _chain.TryRead(PayloadType.Delete, out ReadOnlySpan<byte> body) == DiscardReason.None
            && DeletePayload.TryRead(body, out _current) == DiscardReason.None;
    }
}
