using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public sealed class EnsembleTests : IDisposable
{
    private static readonly PictureContext Picture = new(TinyModels.Width, TinyModels.Height);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(TinyModels.Ensembles), MemberType = typeof(TinyModels))]
    public void Its_distributions_are_the_mean_of_those_of_its_members(string members)
    {
        PixelModel model = TinyModels.Ensemble(members.Split(' '));
        int[] pixels = TinyModels.Pixels(model.Members[0].Transformer, seed: 5)[..(TinyModels.Width * TinyModels.Height)];
        float[][][] each = [.. model.Members.Select(m => Distributions(m, pixels))];
        float[][] mean = Distributions(model, pixels);
        using var likelihood = new Likelihood(model, 1);
        float[] surprisals = likelihood.Surprisals([new Sprite(TinyModels.Width, TinyModels.Height, pixels)])[0];
        for (int row = 0; row < mean.Length; row++)
        {
            for (int color = 0; color < TinyModels.Colors; color++) Assert.Equal(each.Average(m => m[row][color]), mean[row][color], 1e-6f);
            Assert.Equal(1, mean[row].Sum(), 1e-5f);
            Assert.Equal(-MathF.Log(mean[row][pixels[row + 1]]), surprisals[row], 1e-5f);
        }
    }

    [Fact]
    public void Identical_members_predict_what_each_of_them_predicts()
    {
        PixelModel one = TinyModels.PixelModel("pixelgpt"), four = PixelModel.Ensemble([one, one, one, one]);
        int[] pixels = TinyModels.Pixels(one.Transformer, seed: 2);
        float[][] expected = Distributions(one, pixels), actual = Distributions(four, pixels);
        for (int row = 0; row < expected.Length; row++)
        {
            for (int color = 0; color < TinyModels.Colors; color++) Assert.Equal(expected[row][color], actual[row][color], 2e-6f);
        }
    }

    [Fact]
    public void A_folder_is_self_contained_and_loads_as_the_same_ensemble()
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "pixelgpt");
        string[] runs = [.. model.Members.Select((m, i) => TinyModels.Save(_folder[$"run-{i}"], m))];
        _ = EnsembleWriter.Write(runs, _folder["ensemble"]);
        foreach (string run in runs) Directory.Delete(run, recursive: true);
        Directory.Move(_folder["ensemble"], _folder["moved"]);
        PixelModel loaded = PixelModel.Load(_folder["moved"]);

        int[] pixels = TinyModels.Pixels(model.Members[0].Transformer, seed: 5);
        Assert.Equal(Distributions(model, pixels), Distributions(loaded, pixels));
        Assert.True(loaded.IsEnsemble);
        Assert.Equal(["gpt2", "pixelgpt"], loaded.Members.Select(m => m.Config.Family.ModelType));
        Assert.Equal((TinyModels.Width, TinyModels.Height), loaded.Config.ImageSize);
        loaded.CheckSize(TinyModels.Width, TinyModels.Height);
        Assert.Contains("6 pixels wide", Assert.Throws<InputException>(() => loaded.CheckSize(5, 6)).Message);
    }

    [Fact]
    public void What_needs_one_transformer_fails_with_a_message()
    {
        PixelModel model = TinyModels.Ensemble("gpt2", "llama");
        Assert.Contains("an ensemble of 2; use one of its members, or distill it", Assert.Throws<InputException>(() => model.Transformer).Message);
    }

    [Fact]
    public void An_ensemble_of_free_models_takes_any_palette()
    {
        var palette = new Palette([new Rgb(0, 0, 0), new Rgb(200, 10, 10), new Rgb(0, 80, 250)]);
        PixelModel free = TinyModels.Ensemble("pixelgpt-free", "pixelgpt-free").WithPalette(palette);
        float[][] rows = Distributions(free, [0, 2, 1, 1, 0, 2]);
        Assert.All(rows, row => Assert.Equal((3, 1f), (row.Length, MathF.Round(row.Sum(), 4))));
        Assert.False(TinyModels.Ensemble("gpt2", "pixelgpt").HasFreePalette);
    }

    [Fact]
    public void Members_that_do_not_fit_together_are_refused()
    {
        static string Refused(params PixelModel[] members) => Assert.Throws<InputException>(() => PixelModel.Ensemble(members)).Message;
        PixelModel gpt2 = TinyModels.PixelModel(), free = TinyModels.PixelModel("pixelgpt-free");
        Assert.Contains("the number of members of an ensemble must be 2 to 64 (got 1)", Refused(gpt2));
        Assert.Contains("member 2 is an ensemble itself", Refused(gpt2, TinyModels.Ensemble("gpt2", "llama")));
        Assert.Contains("member 2 has another palette (3 colours) than member 1 (11 colours)", Refused(gpt2, free.WithPalette(new Palette([new Rgb(0, 0, 0), new Rgb(9, 9, 9), new Rgb(1, 2, 3)]))));
        Assert.Contains("member 2 is for pictures of up to 12×12 pixels, but another member is for pictures of 6×5 pixels", Refused(gpt2, free));
    }

    [Theory]
    [InlineData("[]", "expected a JSON object with a list 'members'")]
    [InlineData("""{"members": []}""", "must be 2 to 64 (got 0)")]
    [InlineData("""{"members": [{"folder": "a"}, {"folder": "../b"}]}""", "must be the name of a folder next to this file (got '../b')")]
    [InlineData("""{"members": [{"folder": "a"}, {"folder": ".."}]}""", "must be the name of a folder next to this file (got '..')")]
    [InlineData("""{"members": [{"folder": "a"}, 3]}""", "each member must be an object with the string 'folder'")]
    [InlineData("""{"members": [{"folder": "a"}, {"folder": "b"}]}""", "config.json: no such file")]
    [InlineData("""{"members": [""", "malformed")]
    public void A_damaged_folder_is_refused(string json, string expected)
    {
        _folder.Write(EnsembleFolder.FileName, json);
        _folder.Write(ModelFolder.ColormapName, TinyModels.Palette().ToColormapText());
        Assert.Contains(expected, Assert.Throws<InputException>(() => PixelModel.Load(_folder.Path)).Message);
    }

    private static float[][] Distributions(PixelModel model, int[] pixels)
    {
        var predictor = new SequencePredictor(model.Transformers, pixels.Length);
        MatrixSpan distributions = predictor.Distributions(pixels, pixels.Length == TinyModels.Width * TinyModels.Height ? Picture : new PictureContext(pixels.Length, 1));
        float[][] rows = new float[distributions.Rows][];
        for (int row = 0; row < rows.Length; row++) rows[row] = Probabilities.Row(distributions, row).ToArray();
        return rows;
    }
}
