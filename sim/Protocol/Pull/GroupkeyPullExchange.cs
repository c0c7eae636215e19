using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Pull;

/// <summary>
/// A GROUPKEY-PULL as one side sees it (RFC 6407 section 3): what member and key server have in common. No sockets and
/// no clock: give it what arrives, send <see cref="NextMessage"/>.
/// </summary>
/// <remarks>
/// A datagram that is refused changes nothing: the exchange waits on. One that repeats the last that was taken gives
/// <see cref="DiscardReason.Duplicate"/>; send <see cref="NextMessage"/> again then, if there is one. Retransmission
/// and giving up are the caller's.
/// </remarks>
public abstract class GroupkeyPullExchange
{
    private readonly byte[] _nonce;
    private byte[] _lastAccepted = [];
    private byte[] _nextMessage = [];

    private protected GroupkeyPullExchange(Phase1Sa sa, ReadOnlySpan<byte> nonce, ICryptographyProvider provider)
    {
        if (NoncePayload.Check(nonce) != DiscardReason.None)
        {
            throw new ArgumentException(
                $"nonce of {nonce.Length} octets; allowed: 8 to 128 (RFC 6407 section 5.8)", nameof(nonce));
        }

        Sa = sa;
        Provider = provider;
        _nonce = nonce.ToArray();
    }

    /// <summary>The phase 1 SA that protects the exchange.</summary>
    public Phase1Sa Sa { get; }

    /// <summary>M-ID: names the exchange under the SA; 0 while a key server waits for the first message.</summary>
    public uint MessageId { get; private protected set; }

    /// <summary>The message to send now, or again; empty if there is none.</summary>
    public ReadOnlySpan<byte> NextMessage => _nextMessage;

    /// <summary>Whether the keys have come, or were handed out.</summary>
    public bool IsComplete { get; private protected set; }

    private protected ICryptographyProvider Provider { get; }

    private protected ReadOnlySpan<byte> OwnNonce => _nonce;

    /// <summary>The other side's nonce, once known.</summary>
    private protected byte[] PeerNonce { get; set; } = [];

    private protected CbcContext? Cipher { get; set; }

    /// <summary>The message that is waited for; null: none.</summary>
    private protected GroupkeyPullStep? Awaited { get; set; }

    /// <summary>Takes a datagram.</summary>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, <see cref="DiscardReason.Duplicate"/>, or why the datagram was refused.
    /// </returns>
    public DiscardReason Receive(ReadOnlySpan<byte> datagram)
    {
        if (_lastAccepted.Length > 0 && datagram.SequenceEqual(_lastAccepted))
        {
            return DiscardReason.Duplicate;
        }

        DiscardReason reason = GroupkeyPullMessage.TryReadHeader(datagram, out IsakmpHeader header);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (header.Cookies != Sa.Cookies)
        {
            return DiscardReason.SpiUnknown;
        }

        if (MessageId != 0 && header.MessageId != MessageId)
        {
            return DiscardReason.MessageId;
        }

        if (Awaited is not GroupkeyPullStep step)
        {
            return DiscardReason.OutOfTurn;
        }

        CbcContext cipher = Cipher ?? NewCipher(header.MessageId);
        reason = GroupkeyPullMessage.TryRead(
            cipher.Decrypt(datagram), header, step, out GroupkeyPullMessage message);
        if (reason == DiscardReason.None)
        {
            reason = Verify(message);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = Judge(message);
        if (reason == DiscardReason.None)
        {
            cipher.Accept(datagram);
            Cipher = cipher;
            MessageId = header.MessageId;
            _lastAccepted = datagram.ToArray();
            _nextMessage = [];
            Take(message);
        }

        return reason;
    }

    /// <summary>Whether a message whose HASH is right can be taken.</summary>
    private protected abstract DiscardReason Judge(in GroupkeyPullMessage message);

    /// <summary>Takes a message.</summary>
    private protected abstract void Take(in GroupkeyPullMessage message);

    /// <summary>Ni_b | Nr_b belong to the two sides in this order.</summary>
    private protected abstract bool IsInitiator { get; }

    private protected CbcContext NewCipher(uint messageId) =>
        new(Provider, Sa.EncryptionKey, Sa.InitialIv(Provider, messageId));

    /// <summary>Octets that the payloads after HASH may have, so that the message fits into a datagram.</summary>
    private protected int RoomAfterHash =>
        ((Messages.GroupkeyPush.MaximumLength - IsakmpHeader.Size) / Kek.BlockLength * Kek.BlockLength)
        - PayloadChainReader.GenericHeaderSize - Sa.Prf.OutputLength();

    /// <summary>Computes HASH, encrypts, and makes the result the next message.</summary>
    /// <param name="step">Which of the four.</param>
    /// <param name="first">Type of the first payload after HASH.</param>
    /// <param name="afterHash">All payloads after HASH.</param>
    /// <exception cref="ArgumentException">More octets than a datagram has room for.</exception>
    private protected void Send(GroupkeyPullStep step, PayloadType first, ReadOnlySpan<byte> afterHash)
    {
        if (afterHash.Length > RoomAfterHash)
        {
            throw new ArgumentException(
                $"payloads of {afterHash.Length} octets; a UDP datagram has room for {RoomAfterHash}",
                nameof(afterHash));
        }

        byte[] hash = GroupkeyPullMessage.ComputeHash(
            Provider,
            Sa.Prf,
            Sa.SkeyidA,
            MessageId,
            step,
            IsInitiator ? _nonce : PeerNonce,
            IsInitiator ? PeerNonce : _nonce,
            afterHash);
        byte[] payloads = new byte[PayloadChainReader.GenericHeaderSize + hash.Length + afterHash.Length];
        var writer = new WireWriter(payloads);
        writer.TryWriteByte((byte)first);
        writer.TryWriteByte(0);
        writer.TryWriteUInt16((ushort)(PayloadChainReader.GenericHeaderSize + hash.Length));
        writer.TryWriteOctets(hash);
        writer.TryWriteOctets(afterHash);
        var header = new IsakmpHeader
        {
            Cookies = Sa.Cookies,
            NextPayload = PayloadType.Hash,
            ExchangeType = ExchangeType.GroupkeyPull,
            Flags = IsakmpFlags.Encryption,
            MessageId = MessageId,
            Length = 0,
        };
        _nextMessage = Cipher!.Encrypt(header, payloads);
    }

    private DiscardReason Verify(in GroupkeyPullMessage message)
    {
        ReadOnlySpan<byte> peer = message.Step == GroupkeyPullStep.Policy ? message.Nonce : PeerNonce;
        return message.VerifyHash(
            Provider, Sa.Prf, Sa.SkeyidA, IsInitiator ? _nonce : peer, IsInitiator ? peer : _nonce);
    }
}
