namespace GdoiSim.Analysis.Planning.ClosedForms;

/// <summary>Members of one profile at one key server, as amounts of a fluid that a rekey moves on.</summary>
internal sealed class FluidClass
{
    /// <summary>How many there are.</summary>
    public required double Members { get; init; }

    /// <summary>Probability that a rekey is lost on its way to one of them.</summary>
    public required double PushLoss { get; init; }

    /// <summary>Probability that its acknowledgement is lost.</summary>
    public required double AckLoss { get; init; }

    /// <summary>The jitter window of an answer to a multicast, in seconds.</summary>
    public required double JitterSeconds { get; init; }

    /// <summary>From transmission to the arrival of an answer, jitter apart, in seconds.</summary>
    public required double RoundTripSeconds { get; init; }

    /// <summary>Whether they answer at all.</summary>
    public required bool Answers { get; init; }

    /// <summary>Whether they answer repeats of a rekey that they have.</summary>
    public required bool AnswersRepeats { get; init; }

    /// <summary>Those without the key.</summary>
    public double Keyless { get; private set; }

    /// <summary>Those with the key that are not acknowledged and may still become so.</summary>
    public double Waiting { get; private set; }

    /// <summary>Those with the key that will not be heard of again.</summary>
    public double Silent { get; private set; }

    /// <summary>Those acknowledged.</summary>
    public double Acknowledged { get; private set; }

    /// <summary>Those that are not acknowledged.</summary>
    public double Unacknowledged => Keyless + Waiting + Silent;

    /// <summary>Answers of this wave that are the first to reach the server.</summary>
    public double First { get; private set; }

    /// <summary>Answers of this wave from members that are acknowledged.</summary>
    public double Again { get; private set; }

    /// <summary>Answers that left in this wave.</summary>
    public double Sent { get; private set; }

    /// <summary>Back to before the rekey.</summary>
    public void Begin()
    {
        (Keyless, Waiting, Silent, Acknowledged) = (Members, 0, 0, 0);
    }

    /// <summary>One transmission reaches them, and they answer.</summary>
    /// <param name="toAll">Whether acknowledged members get it, too.</param>
    public void Transmit(bool toAll)
    {
        var received = Keyless * (1 - PushLoss);
        Keyless -= received;
        var reached = received + (Waiting * (1 - PushLoss));
        if (!Answers)
        {
            Silent += received;
            (First, Again, Sent) = (0, 0, 0);
            return;
        }

        Waiting += received;
        var again = toAll && AnswersRepeats ? Acknowledged * (1 - PushLoss) : 0;
        Sent = reached + again;
        First = reached * (1 - AckLoss);
        Again = again * (1 - AckLoss);
    }

    /// <summary>The server takes the answers, except for a share that it drops.</summary>
    /// <param name="dropShare">The share dropped.</param>
    /// <returns>The members acknowledged by this wave.</returns>
    public double Take(double dropShare)
    {
        var accepted = First * (1 - dropShare);
        Acknowledged += accepted;
        Waiting -= accepted;
        if (!AnswersRepeats)
        {
            // Who has the key and drops copies answers once: a lost answer is lost for good.
            Silent += Waiting;
            Waiting = 0;
        }

        return accepted;
    }
}
