using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Formats;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Models.HuggingFace;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models.HuggingFace;

public sealed class HuggingFaceFolderTests : IDisposable
{
    private const float Tolerance = 1e-4f;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_of_a_pixel_model_has_its_code_and_is_the_same_model_for_PixelGpt()
    {
        PixelModel model = TinyModels.PixelModel("pixelgpt-free-any");
        Write("hub", model);
        JsonNode config = JsonNode.Parse(File.ReadAllText(_folder["hub/config.json"]))!;
        Assert.Equal("modeling_pixelgpt.PixelGptForCausalLM", (string?)config["auto_map"]!["AutoModelForCausalLM"]);
        Assert.Equal("configuration_pixelgpt.PixelGptConfig", (string?)config["auto_map"]!["AutoConfig"]);
        Assert.Equal(model.Palette.Colors.Select(c => c.ToString()), config["palette_colors"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(TinyModels.Colors, (int)config["vocab_size"]!);
        Assert.All(HuggingFaceFolder.CodeFiles, file => Assert.True(File.Exists(_folder[$"hub/{file}"])));
        int[] pixels = TinyModels.Pixels(model.Transformer, 1)[..30];
        Assert.Equal(Logits(model, pixels, 6, 5), Logits(PixelModel.Load(_folder["hub"]), pixels, 6, 5));
    }

    [Fact]
    public void Families_that_transformers_has_need_no_code()
    {
        Write("hub", TinyModels.PixelModel("qwen3"));
        Assert.Equal(["colormap.txt", "config.json", "model.safetensors"], Directory.GetFiles(_folder["hub"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Null(JsonNode.Parse(File.ReadAllText(_folder["hub/config.json"]))!["auto_map"]);
    }

    [Fact]
    public void A_family_of_a_program_is_refused()
    {
        string message = Assert.Throws<InputException>(() => HuggingFaceFolder.CheckFamily(new OwnFamily())).Message;
        Assert.Equal("a model of the family 'own' cannot be written for Hugging Face transformers, because a program has added the family; write a model of a built-in family", message);
        Assert.All(ModelFamily.All, HuggingFaceFolder.CheckFamily);
    }

    /// <summary>One process for all variants, because importing PyTorch takes seconds.</summary>
    [TorchFact]
    public async Task PyTorch_computes_the_same_for_every_variant_of_the_family()
    {
        var cases = new List<Case>();
        foreach (string name in TinyModels.Variants.Where(name => name.StartsWith("pixelgpt", StringComparison.Ordinal)).Concat(["pixelgpt-plain", "pixelgpt-conditions"]))
        {
            PixelModel model = TinyModels.PixelModel(name);
            cases.Add(new Case(name, model, new Sprite(6, 5, TinyModels.Pixels(model.Transformer, 4).AsSpan(0, 30)), 11));
        }

        await CompareAsync(cases);
    }

    [SharedTorchFact]
    public async Task PyTorch_computes_the_same_for_real_sprites()
    {
        var palette = Palette.Load(SharedData.PathOf("pokemon", TextFolderSource.ColormapFile));
        PixelModel model = PixelModel.BuiltIn.WithPalette(palette);
        string[] lines = File.ReadAllLines(SharedData.PathOf("pokemon", TextFolderSource.PixelFile));
        await CompareAsync(((int[])[0, 700]).Select((line, i) => new Case($"sprite-{i}", model, new Sprite(20, 20, [.. lines[line].Split(' ').Select(int.Parse)]), 240)));
    }

    private async Task CompareAsync(IEnumerable<Case> cases)
    {
        Case[] all = [.. cases];
        foreach (Case one in all) Write(one.Name, one.Model);
        string script = Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Models", "HuggingFace", "compute.py");
        string output = await TorchEnvironment.RunAsync(script, WithRequest(all), folder => [$"{folder}/request.json", folder]);
        JsonArray results = JsonNode.Parse(output)!.AsArray();
        for (int i = 0; i < all.Length; i++) AssertSame(all[i], results[i]!.AsObject());
    }

    private string WithRequest(Case[] cases)
    {
        var request = new JsonArray([.. cases.Select(one => new JsonObject
        {
            ["folder"] = one.Name,
            ["width"] = one.Picture.Width,
            ["height"] = one.Picture.Height,
            ["pixels"] = JsonSerializer.SerializeToNode(one.Picture.Pixels.ToArray()),
            ["prompt"] = one.Prompt,
            ["mask"] = one.Model.SupportsAnyOrder ? JsonSerializer.SerializeToNode(MaskOf(one.Picture)) : null,
        })]);
        _folder.Write("request.json", request.ToJsonString());
        return _folder.Path;
    }

    private static void AssertSame(Case one, JsonObject result)
    {
        Sprite picture = one.Picture;
        float[][] expected = Logits(one.Model, picture.Pixels.ToArray(), picture.Width, picture.Height);
        foreach (string way in (string[])["logits", "cached"])
        {
            float[][] actual = result[way].Deserialize<float[][]>()!;
            float worst = expected.Select((row, r) => row.Select((value, v) => Math.Abs(value - actual[r][v]) / Math.Max(1, Math.Abs(value))).Max()).Max();
            Assert.True(worst <= Tolerance, $"{one.Name}: the largest difference of logits is {worst}");
        }

        Assert.Equal(one.Model.Complete(picture.FirstPixels(one.Prompt), threads: 1)[0].Pixels.ToArray(), result["completion"].Deserialize<int[]>());
        if (one.Model.SupportsAnyOrder) Assert.Equal(one.Model.Fill(picture, MaskOf(picture), threads: 1)[0].Pixels.ToArray(), result["filled"].Deserialize<int[]>());
    }

    private static bool[] MaskOf(Sprite picture) => [.. Enumerable.Range(0, picture.Pixels.Length).Select(i => i % picture.Width > picture.Width / 2)];

    private static float[][] Logits(PixelModel model, int[] pixels, int width, int height)
    {
        MatrixSpan logits = new SequencePredictor(model.Transformers, pixels.Length).Logits(pixels, new PictureContext(width, height));
        float[][] rows = new float[logits.Rows][];
        for (int row = 0; row < rows.Length; row++) rows[row] = Probabilities.Row(logits, row).ToArray();
        return rows;
    }

    private void Write(string name, PixelModel model)
    {
        string source = TinyModels.Save(_folder[$"source-{name}"], model);
        using var weights = SafeTensors.Load(Path.Combine(source, ModelFolder.WeightsName));
        HuggingFaceFolder.Write(_folder[name], model.Config, weights, model.Palette, FloatType.F32);
    }

    /// <summary>A family that a program adds.</summary>
    private sealed class OwnFamily : ModelFamily
    {
        public override string ModelType => "own";

        public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small) => [];

        public override TransformerDescription Describe(JsonObject config, string path) => TinyModels.Gpt2().Description;
    }

    /// <summary>A model and a picture; the completion starts with the first pixels, as many as the prompt has.</summary>
    private sealed record Case(string Name, PixelModel Model, Sprite Picture, int Prompt);
}
