namespace PixelGpt.Judging;

/// <summary>Receives progress while a judge is trained. Calls are made by one thread at a time.</summary>
internal interface IJudgeListener
{
    /// <summary>Called when a stage starts.</summary>
    /// <param name="what">Description of the stage for the user.</param>
    /// <param name="unit">Unit that progress is counted in, in the plural.</param>
    /// <param name="total">Number of units of the whole stage.</param>
    void StageStarted(string what, string unit, long total);

    /// <summary>Called when the current stage advances.</summary>
    /// <param name="done">Number of units done so far.</param>
    void StageAdvanced(long done);

    /// <summary>Called after each epoch of the generator.</summary>
    /// <param name="epoch">The epoch, starting at 1.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="loss">Mean training loss per token, in nats.</param>
    /// <param name="devLoss">Mean loss per token on the dev split, in nats.</param>
    void GeneratorEpochDone(int epoch, int epochs, double loss, double devLoss);

    /// <summary>Called for each trained judge: the judge itself, and those that were trained without one kind of negative.</summary>
    /// <param name="without">The kind of negative that was left out; null for the judge itself.</param>
    /// <param name="devArea">Area under the ROC curve on dev: the mean over the kinds of negatives that it was trained on.</param>
    void JudgeTrained(string? without, double devArea);
}
