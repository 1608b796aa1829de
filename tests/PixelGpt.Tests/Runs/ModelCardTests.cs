using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class ModelCardTests : IDisposable
{
    private readonly RunFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_trained_run_has_a_card_with_its_figures()
    {
        RunFolder run = _fixture.Train("my run");
        EpochBest(run, out double accuracy);
        string card = File.ReadAllText(run.Card), header = card[..card.IndexOf("\n---\n", StringComparison.Ordinal)];

        foreach (string line in (string[])["library_name: pixelgpt", "pipeline_tag: image-to-image", "- gpt2", "- name: \"my run\"", "      type: image-to-image", "      split: dev", FormattableString.Invariant($"      value: {accuracy:0.####}")])
            Assert.Contains(line, header.Split('\n'));
        foreach (string text in (string[])["# my run\n", "A gpt2 model with ", "21 train, 5 dev, 5 test pictures of 6×5 pixels in 11 colours", "| epochs | 3 |", "pixelgpt complete FOLDER picture.png", "PixelModel.Load(\"FOLDER\")", "only its own palette of 11 colours", "| dev NLL per pixel (nats) |", "## Licence"])
            Assert.Contains(text, card, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Path, card, StringComparison.Ordinal);
        Assert.DoesNotContain("\nlicense:", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_names_the_optimizer()
    {
        Assert.Contains("| optimizer | AdamW, learning rate ", File.ReadAllText(_fixture.Train("adamw").Card), StringComparison.Ordinal);
        string muon = File.ReadAllText(_fixture.Train("muon", RunFixture.Recipe with { Optimizer = OptimizerType.Muon, MuonLearningRate = 0.02 }).Card);
        Assert.Contains("| optimizer | Muon for the matrices of the blocks, learning rate 0.02, AdamW for the rest, learning rate ", muon, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_has_the_figures_of_an_evaluation_of_the_same_weights()
    {
        RunFolder run = _fixture.Train("run");
        PixelModel model = PixelModel.Load(run.Path);
        EvaluationReport report = ModelEvaluation.Compute(model, _fixture.Data, ["dev", "test"], new EvaluationOptions { Temperatures = [] }).Report with { Model = ModelDescription.Of(model, run) };
        report.Save(run.Evaluation);
        Assert.True(ModelCard.Write(run));

        string card = File.ReadAllText(run.Card);
        Assert.Contains(FormattableString.Invariant($"      name: \"NLL per completed pixel (nats)\"\n      value: {report.Splits[1].NllCompleted:0.####}"), card, StringComparison.Ordinal);
        Assert.Contains("| test | 5 | greedy: accuracy |", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Measured during training", card, StringComparison.Ordinal);

        (report with { Model = report.Model! with { WeightsChecksum = new string('0', 64) } }).Save(run.Evaluation);
        Assert.True(ModelCard.Write(run));
        Assert.Contains("Measured during training", File.ReadAllText(run.Card), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_that_the_user_edited_or_wrote_is_not_replaced()
    {
        RunFolder run = _fixture.Train("run", stopAfter: 6);
        Assert.Contains("1 of 3, not complete", File.ReadAllText(run.Card), StringComparison.Ordinal);
        File.WriteAllText(run.Card, File.ReadAllText(run.Card).Replace("# run", "# My model", StringComparison.Ordinal));
        string edited = File.ReadAllText(run.Card);

        using (var resumed = TrainingRun.Resume(run, RunFixture.Reference, _fixture.Data, null, 1))
        {
            RunFixture.Train(resumed, null);
            Assert.False(resumed.IsCardCurrent);
        }

        Assert.Equal(edited, File.ReadAllText(run.Card));
        File.WriteAllText(run.Card, "my own text\n");
        Assert.False(ModelCard.Write(run));
        File.Delete(run.Card);
        Assert.True(ModelCard.Write(run));

        // Git may convert line ends.
        string card = File.ReadAllText(run.Card);
        File.WriteAllText(run.Card, card.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.True(ModelCard.Write(run));
        Assert.Equal(card, File.ReadAllText(run.Card));
    }

    [Fact]
    public void An_ensemble_has_a_card()
    {
        RunFolder a = _fixture.Train("a"), b = _fixture.Train("b", RunFixture.Recipe with { Seed = 9 }), ensemble = _fixture.Folder("both");
        EnsembleWriter.Write([a.Path, b.Path], ensemble.Path);
        string card = File.ReadAllText(ensemble.Card);
        Assert.Contains("# both\n", card, StringComparison.Ordinal);
        Assert.Contains("A gpt2 ensemble of 2 models", card, StringComparison.Ordinal);
        Assert.Contains("Not measured yet", card, StringComparison.Ordinal);
    }

    private static void EpochBest(RunFolder run, out double accuracy) => accuracy = RunHistory.Load(run).BestEpoch!.Accuracy!.Value;
}
