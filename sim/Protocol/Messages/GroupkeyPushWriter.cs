using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Messages;

/// <summary>
/// Builds a GROUPKEY-PUSH (RFC 6407 sections 4 and 4.3), payload by payload in the order of the message: Deletes, SA
/// KEK, GAP, SA TEKs, key packets; then <see cref="TryFinish"/> signs and encrypts.
/// </summary>
/// <remarks>
/// What does not fit, in the workspace, a 16-bit length or a UDP datagram, makes <see cref="TryFinish"/> return false;
/// what is added out of order, or an SA without keys, is a mistake of the caller and throws.
/// </remarks>
public ref struct GroupkeyPushWriter
{
    private readonly Span<byte> _workspace;
    private readonly Cookies _cookies;
    private WireWriter _writer;
    private PayloadChainWriter _chain;
    private PayloadChainWriter _attributeChain;
    private Stage _stage;
    private int _countPosition;
    private int _keyPackets;
    private bool _overflows;

    /// <summary>Begins the message with HDR and SEQ.</summary>
    /// <param name="workspace">
    /// Holds the message while it is built: at least <see cref="GroupkeyPush.WorkspaceOverhead"/> octets more than its
    /// length.
    /// </param>
    /// <param name="cookies">The SPI of the Rekey SA that protects the message.</param>
    /// <param name="sequence">The message's number in that Rekey SA.</param>
    public GroupkeyPushWriter(Span<byte> workspace, Cookies cookies, SequenceNumber sequence)
    {
        _workspace = workspace;
        _cookies = cookies;
        _writer = new(workspace);
        _chain = new(GroupkeyPush.WorkspaceOverhead + IsakmpHeader.NextPayloadOffset);
        IsakmpHeader header = Header(length: 0);
        _overflows = !(_writer.TryWriteOctets(GroupkeyPush.SignaturePrefix)
            && header.TryWrite(ref _writer)
            && SequenceNumberPayload.TryWrite(ref _writer, ref _chain, sequence));
    }

    // Where the next payload may go; each may only go on from an earlier one.
    private enum Stage
    {
        Deletes,
        SaKek,
        Policy,
        SaTeks,
        KeyPackets,
        Finished,
    }

    /// <summary>Adds a Delete payload.</summary>
    public void Add(in DeletePayload delete)
    {
        Enter(Stage.Deletes);
        _overflows = _overflows || !delete.TryWrite(ref _writer, ref _chain);
    }

    /// <summary>Adds the SA KEK payload: policy of the Rekey SA that replaces this one.</summary>
    public void Add(in SaKekPayload kek)
    {
        Enter(Stage.SaKek);
        _overflows = _overflows || !kek.TryWrite(ref _writer, ref _attributeChain);
        _stage = Stage.Policy;
    }

    /// <summary>Adds the GAP payload.</summary>
    public void Add(in GroupAssociatedPolicy policy)
    {
        Enter(Stage.Policy);
        _overflows = _overflows || !policy.TryWrite(ref _writer, ref _attributeChain);
        _stage = Stage.SaTeks;
    }

    /// <summary>Adds an SA TEK payload: policy of a new data security SA.</summary>
    public void Add(in SaTekPayload tek)
    {
        Enter(Stage.SaTeks);
        _overflows = _overflows || !tek.TryWrite(ref _writer, ref _attributeChain);
    }

    /// <summary>Adds a key packet to KD.</summary>
    public void Add(in KeyPacket packet)
    {
        Enter(Stage.KeyPackets);
        _overflows = _overflows || !packet.TryWrite(ref _writer);
        _keyPackets++;
    }

    /// <summary>
    /// Octets that the attributes of one more key packet may have, so that the message still keeps to every limit: the
    /// datagram, the workspace, the 16-bit lengths of KD and of the packet (RFC 6407 section 5.6).
    /// </summary>
    /// <param name="type">The packet's type: <see cref="KeyPacketType.Lkh"/> for update arrays.</param>
    /// <param name="signatureLength">Octets of the signature that will close the message.</param>
    /// <param name="maximumLength">Octets that the datagram may have.</param>
    /// <returns>0 if there is no room.</returns>
    public readonly int RoomForAttributes(
        KeyPacketType type, int signatureLength, int maximumLength = GroupkeyPush.MaximumLength)
    {
        const int keyDownloadHeader = PayloadChainReader.GenericHeaderSize + 4;
        int packet = KeyPacket.EmptyLength(type);
        int datagram = Math.Min(
            Math.Min(maximumLength, GroupkeyPush.MaximumLength), _workspace.Length - GroupkeyPush.WorkspaceOverhead);
        int payloads = (datagram - IsakmpHeader.Size) / Kek.BlockLength * Kek.BlockLength;
        int used = _writer.Position - GroupkeyPush.PayloadsOffset;
        int inKeyDownload = _stage == Stage.KeyPackets
            ? _writer.Position - _countPosition + PayloadChainReader.GenericHeaderSize
            : keyDownloadHeader;
        used += _stage == Stage.KeyPackets ? 0 : keyDownloadHeader;
        int inMessage = payloads - used - packet - PayloadChainReader.GenericHeaderSize - signatureLength;
        int inPayload = ushort.MaxValue - inKeyDownload - packet;
        return _overflows ? 0 : Math.Max(0, Math.Min(inMessage, inPayload));
    }

    /// <summary>Signs and encrypts the message.</summary>
    /// <param name="signer">The group's signature key.</param>
    /// <param name="kek">The KEK of the Rekey SA that protects the message.</param>
    /// <param name="provider">Who encrypts.</param>
    /// <param name="datagram">Takes the message as it is sent; must not overlap the workspace.</param>
    /// <param name="length">Octets of the message.</param>
    /// <param name="signedLength">The reading of the signed Length.</param>
    /// <returns>False if the message fits neither its own length fields nor the places given for it.</returns>
    public bool TryFinish(
        ISignatureSigner signer,
        Kek kek,
        ICryptographyProvider provider,
        Span<byte> datagram,
        out int length,
        SignedLength signedLength = SignedLength.WithoutPadding)
    {
        Enter(Stage.Finished);
        length = 0;
        int signedEnd = _writer.Position;
        if (_overflows
            || !OctetsPayload.TryReserve(
                ref _writer, ref _chain, PayloadType.Signature, signer.SignatureLength, out Span<byte> signature))
        {
            return false;
        }

        int plainLength = _writer.Position - GroupkeyPush.WorkspaceOverhead;
        int payloadsLength = plainLength - IsakmpHeader.Size;
        int padding = (Kek.BlockLength - (payloadsLength % Kek.BlockLength)) % Kek.BlockLength;
        int sentLength = plainLength + padding;
        if (!_writer.TryReserve(padding, out _)
            || sentLength > GroupkeyPush.MaximumLength
            || sentLength > datagram.Length)
        {
            return false;
        }

        GroupkeyPush.WriteLength(_workspace, signedLength == SignedLength.AsSent ? sentLength : plainLength);
        signer.Sign(_workspace[..signedEnd], signature);

        GroupkeyPush.WriteLength(_workspace, sentLength);
        _workspace.Slice(GroupkeyPush.WorkspaceOverhead, IsakmpHeader.Size).CopyTo(datagram);
        provider.Encrypt(
            kek,
            _workspace.Slice(GroupkeyPush.PayloadsOffset, payloadsLength + padding),
            datagram[IsakmpHeader.Size..sentLength]);
        length = sentLength;
        return true;
    }

    private readonly IsakmpHeader Header(uint length) => new()
    {
        Cookies = _cookies,
        NextPayload = PayloadType.SequenceNumber,
        ExchangeType = ExchangeType.GroupkeyPush,
        Flags = IsakmpFlags.Encryption,
        Length = length,
    };

    /// <summary>Moves on to a stage, closing and opening SA and KD on the way.</summary>
    private void Enter(Stage stage)
    {
        bool hasPolicy = _stage is > Stage.Deletes and < Stage.KeyPackets;
        bool isPolicy = stage is > Stage.Deletes and < Stage.KeyPackets;
        if (stage < _stage
            || _stage == Stage.Finished
            || (stage == Stage.KeyPackets && _stage == Stage.Deletes)
            || (stage == Stage.Finished && hasPolicy))
        {
            throw new InvalidOperationException(
                $"{stage} after {_stage}: a GROUPKEY-PUSH is D, SA (SAK, GAP, SAT), KD, SIG (RFC 6407 section 4)");
        }

        if (!_overflows && stage != _stage)
        {
            _overflows = !((hasPolicy || !isPolicy || TryOpenPolicy())
                && (!hasPolicy || isPolicy || _chain.TryEnd(ref _writer))
                && (stage != Stage.KeyPackets || TryOpenKeys())
                && (_stage != Stage.KeyPackets || TryCloseKeys()));
        }

        _stage = stage;
    }

    private bool TryOpenPolicy() =>
        SecurityAssociationPayload.TryBegin(ref _writer, ref _chain, out _attributeChain);

    private bool TryOpenKeys() => KeyDownloadPayload.TryBegin(ref _writer, ref _chain, out _countPosition);

    private bool TryCloseKeys()
    {
        if (_keyPackets > ushort.MaxValue || !_chain.TryEnd(ref _writer))
        {
            return false;
        }

        _writer.ReplaceUInt16(_countPosition, (ushort)_keyPackets);
        return true;
    }
}
