#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "onnx==1.23.1", "tokenizers==0.23.2", "torch==2.13.0", "transformers==5.18.0"]
# ///
"""Tunes the built-in embedding model to what developers write down and ask for.

    scripts/tune-model.py --model MODEL.onnx --tokenizer TOKENIZER.json --out tuned.safetensors \\
        SET:PASSAGES[:SPLIT] ...

MODEL and TOKENIZER are the built-in ones, as they lie in the cache of a home that was searched once.
SET is a directory with queries.jsonl; PASSAGES is what `scripts/pact-memory bench retrieval SET
--passages=FILE` wrote for it; SPLIT, if given, is the half of the questions that is learnt from. OUT
belongs at src/main/resources/dev/pactmemory/embed/tuned.safetensors.

What is tuned are the biases, the layer norms and the scale of each row of the 8-bit matrices; the
matrices and the embeddings of words stay as published. What is learnt, all by cross-entropy of
cosines over a temperature of 0.05:

- of the memories of a project, the one that answers a question is the nearest, by the measure of the
  search (six tenths the best passage, two the first, two all on average);
- nothing is nearer than a bound, learnt too, to a question that nothing answers, and what answers one
  is nearer than that: so how near the nearest memory is can be compared between questions;
- of the decisions of a project, the nearest to another is one about the same matter.

Of the mean of the parameters over the second half of the steps seven tenths are written, the rest is
as published (weight-space ensembling, Wortsman et al., CVPR 2022): with all of it texts of another
kind, public decision records, were found less well than before. About twenty minutes for 3,000
questions on two cores.
"""

import argparse
import json
import math
import pathlib
import random
import struct
import sys
import time

try:
    import numpy
    import onnx
    import onnx.numpy_helper
    import tokenizers
    import torch
    import transformers
except ModuleNotFoundError as missing:
    if {"-h", "--help"} & set(sys.argv):
        print(__doc__)
        sys.exit()
    sys.exit(f"{missing.name} is not installed; run this by `uv run`, or install what its first lines name")

HIDDEN, LAYERS, HEADS, INNER, WINDOW = 384, 6, 12, 1536, 256
TEMPERATURE = 0.05
QUESTIONS, MEMORIES, PASSAGES = 30, 40, 5  # of a step; of a step; of a memory
SAME_MATTER = 0.3  # weight of the third loss


class Row8BitLinear(torch.nn.Module):
    """A matrix of whole numbers, and for each row a scale, of which a relative change is learnt."""

    def __init__(self, rows, scale, bias):
        super().__init__()
        self.register_buffer("rows", rows)
        self.register_buffer("scale", scale)
        self.change = torch.nn.Parameter(torch.zeros_like(scale))
        self.bias = torch.nn.Parameter(bias)

    def tuned_scale(self):
        return self.scale * (1 + self.change)

    def forward(self, x):
        return torch.nn.functional.linear(x, self.rows) * self.tuned_scale() + self.bias


class Model:
    """The published model, in such a form that what is tuned of it can be learnt."""

    def __init__(self, weights, tokenizer):
        graph = onnx.load(weights).graph
        self.published = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
        self.tokenizer = tokenizers.Tokenizer.from_file(tokenizer)
        self.tokenizer.enable_truncation(WINDOW)
        self.tokenizer.no_padding()
        self.tokens = {}
        self.bert = transformers.BertModel(
            transformers.BertConfig(
                vocab_size=30522,
                hidden_size=HIDDEN,
                num_hidden_layers=LAYERS,
                num_attention_heads=HEADS,
                intermediate_size=INNER,
                hidden_dropout_prob=0.0,
                attention_probs_dropout_prob=0.0,
                attn_implementation="sdpa",
            ),
            add_pooling_layer=False,
        ).eval()
        self.initializers = {}  # by the name in the file, how to read the tuned value
        own = dict(self.bert.named_parameters())
        for name, parameter in own.items():
            if name.endswith("_embeddings.weight"):
                parameter.data = torch.tensor(self.dequantized(name))
            elif name in self.published:
                parameter.data = torch.tensor(self.published[name].copy())
        for node in graph.node:
            if node.op_type == "MatMulInteger":
                self.replace_linear(node)
        for name, parameter in self.bert.named_parameters():
            parameter.requires_grad = name.endswith((".bias", ".change")) or "LayerNorm" in name
            if parameter.requires_grad and not name.endswith(".change"):
                self.initializers[name] = lambda parameter=parameter: parameter

    def dequantized(self, name):
        whole, zero, scale = (
            self.published[f"{name}_{what}"] for what in ("quantized", "zero_point", "scale")
        )
        return (whole.astype(numpy.float32) - zero.astype(numpy.float32)) * scale

    def replace_linear(self, node):
        path = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
        name = node.input[1].removesuffix("_quantized")
        whole, zero, scale = (
            self.published[f"{name}_{what}"] for what in ("quantized", "zero_point", "scale")
        )
        rows = (whole.astype(numpy.float32) - zero.astype(numpy.float32)).T
        linear = Row8BitLinear(
            torch.tensor(rows.copy()),
            torch.tensor(scale.copy()),
            torch.tensor(self.published[path + ".bias"].copy()),
        )
        parent, leaf = path.rsplit(".", 1)
        setattr(self.bert.get_submodule(parent), leaf, linear)
        self.initializers[name + "_scale"] = linear.tuned_scale

    def learnt(self, of_scales):
        return [
            parameter
            for name, parameter in self.bert.named_parameters()
            if parameter.requires_grad and name.endswith(".change") == of_scales
        ]

    def embed(self, texts, together=16):
        """Unit vectors, a row for each text."""
        for text in texts:
            if text not in self.tokens:
                self.tokens[text] = self.tokenizer.encode(text).ids
        order = sorted(range(len(texts)), key=lambda i: len(self.tokens[texts[i]]))
        vectors = []
        with torch.autocast("cpu", torch.bfloat16):
            for start in range(0, len(order), together):
                ids = [self.tokens[texts[i]] for i in order[start : start + together]]
                longest = max(map(len, ids))
                padded = torch.tensor([one + [0] * (longest - len(one)) for one in ids])
                mask = torch.tensor([[1.0] * len(one) + [0.0] * (longest - len(one)) for one in ids])
                states = self.bert(input_ids=padded, attention_mask=mask).last_hidden_state
                vectors.append((states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.nn.functional.normalize(torch.cat(vectors)[back].float(), dim=1)

    def write(self, file, share):
        """In the format of safetensors, after a look that each name and shape is of the model."""
        header, numbers = {}, b""
        for name in sorted(self.initializers):
            values = self.initializers[name]().detach().float().numpy()
            if values.shape != self.published[name].shape:
                sys.exit(f"{name} has another shape than in the model")
            values = (1 - share) * self.published[name] + share * values
            raw = values.astype("<f4").tobytes()
            header[name] = {
                "dtype": "F32",
                "shape": list(values.shape),
                "data_offsets": [len(numbers), len(numbers) + len(raw)],
            }
            numbers += raw
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        file.write_bytes(struct.pack("<Q", len(text)) + text + numbers)


class Project:
    """Memories with their passages, the questions about them, and which two are about one matter."""

    def __init__(self):
        self.memories, self.questions, self.matters = {}, [], {}

    def add_matter(self, one, other):
        self.matters.setdefault(one, set()).add(other)
        self.matters.setdefault(other, set()).add(one)


def lines(file):
    with open(file, encoding="utf-8") as text:
        return [json.loads(line) for line in text]


def read(argument):
    """The projects of a set, by its name and theirs."""
    directory, passages, *split = argument.split(":")
    projects = {}
    of = {line["id"]: line["project"] for line in lines(pathlib.Path(directory, "memories.jsonl"))}
    for line in lines(passages):
        project = projects.setdefault(of[line["memory"]], Project())
        if line["passages"]:
            project.memories[line["memory"]] = line["passages"][:PASSAGES]
    for question in lines(pathlib.Path(directory, "queries.jsonl")):
        project = projects[question["project"]]
        for earlier in question.get("stale", []):
            for later in question["targets"]:
                project.add_matter(earlier, later)
        # Those about dates and open files are not answered by what a text means.
        about_texts = not {"since", "until", "file"} & question.keys()
        if about_texts and (not split or question.get("split") == split[0]):
            project.questions.append(question)
    return list(projects.values())


def chosen(project, questions):
    """Memories for a step: what answers, what it replaced, some pairs of one matter, any others."""
    named = [m for q in questions for m in q["targets"] + q.get("stale", [])]
    pairs = [(one, other) for one, others in project.matters.items() for other in others]
    random.shuffle(pairs)
    others = list(project.memories)
    random.shuffle(others)
    first = list(dict.fromkeys(named + [m for pair in pairs[:4] for m in pair]))
    more = [m for m in others if m not in first]
    return [m for m in first if m in project.memories] + more[: max(0, MEMORIES - len(first))]


def losses(model, bound, project, questions):
    memories = chosen(project, questions)
    texts, rows, decisions = [], [], []
    for number, memory in enumerate(memories):
        rows.append([])
        for passage in project.memories[memory]:
            if passage["field"] == "DECISIONS":
                decisions.append((number, len(texts)))
            rows[-1].append(len(texts))
            texts.append(passage["text"])
    vectors = model.embed(texts + [question["query"] for question in questions])
    passages, asked = vectors[: len(texts)], vectors[len(texts) :]
    cosines = asked @ passages.T
    scores = torch.stack(
        [
            0.6 * cosines[:, row].max(1).values + 0.2 * cosines[:, row[0]] + 0.2 * cosines[:, row].mean(1)
            for row in rows
        ],
        1,
    )
    logits = torch.cat([scores, bound.expand(len(questions), 1)], 1) / TEMPERATURE
    wanted, out = torch.zeros_like(logits), torch.zeros_like(logits)
    for i, question in enumerate(questions):
        targets = question["targets"]
        for memory in targets:
            wanted[i, memories.index(memory)] = 1 / len(targets)
        if not targets:
            wanted[i, -1] = 1
        for memory in question.get("stale", []):
            if memory not in targets:
                out[i, memories.index(memory)] = -1e4  # As near, and no mistake.
    answers = -(wanted * torch.log_softmax(logits + out, 1)).sum(1).mean()
    return answers, same_matter(project, memories, decisions, passages)


def same_matter(project, memories, decisions, passages):
    if not decisions:
        return torch.tensor(0.0)
    vectors = passages[[row for _, row in decisions]]
    own = torch.tensor([[one == other for other, _ in decisions] for one, _ in decisions])
    logits = (vectors @ vectors.T / TEMPERATURE).masked_fill(own, -1e4)
    found = []
    for i, (memory, _) in enumerate(decisions):
        others = project.matters.get(memories[memory], set())
        right = [j for j, (other, _) in enumerate(decisions) if memories[other] in others]
        if right:
            found.append(logits[i].logsumexp(0) - logits[i, right].logsumexp(0))
    return torch.stack(found).mean() if found else torch.tensor(0.0)


def batches(projects):
    made = []
    for project in projects:
        questions = random.sample(project.questions, len(project.questions))
        made += [
            (project, questions[start : start + QUESTIONS])
            for start in range(0, len(questions), QUESTIONS)
        ]
    random.shuffle(made)
    return made


def tune(model, projects, epochs, rate):
    bound = torch.nn.Parameter(torch.tensor(0.30))
    groups = [
        {"params": model.learnt(of_scales=False), "lr": rate, "weight_decay": 0.0},
        {"params": model.learnt(of_scales=True), "lr": 2 * rate, "weight_decay": 0.01},
        {"params": [bound], "lr": 1e-3, "weight_decay": 0.0},
    ]
    learnt = groups[0]["params"] + groups[1]["params"]
    optimizer = torch.optim.AdamW(groups)
    total = epochs * len(batches(projects))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 20) * max(0.05, 1 - step / total)
    )
    sums, summed, step, start = [torch.zeros_like(p) for p in learnt], 0, 0, time.monotonic()
    for epoch in range(epochs):
        told = []
        for project, questions in batches(projects):
            answers, matters = losses(model, bound, project, questions)
            optimizer.zero_grad()
            (answers + SAME_MATTER * matters).backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            told.append((answers.item(), matters.item()))
            if step > total / 2:
                summed += 1
                for sum_, parameter in zip(sums, learnt):
                    sum_ += parameter.detach()
            if step % 20 == 0:
                print(f"step {step} of {total}, {time.monotonic() - start:.0f} s", file=sys.stderr)
        answers, matters = (math.fsum(one) / len(told) for one in zip(*told))
        print(f"epoch {epoch + 1}: answers {answers:.3f}, same matter {matters:.3f}, bound {bound.item():.3f}")
    for sum_, parameter in zip(sums, learnt):
        parameter.data = sum_ / summed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-3, help="of learning (%(default)s)")
    parser.add_argument("--share", type=float, default=0.7, help="of what is learnt (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("sets", nargs="+", metavar="SET:PASSAGES[:SPLIT]")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    projects = [project for one in arguments.sets for project in read(one)]
    print(
        f"{sum(len(project.questions) for project in projects)} questions,"
        f" {sum(len(project.memories) for project in projects)} memories"
    )
    model = Model(arguments.model, arguments.tokenizer)
    tune(model, projects, arguments.epochs, arguments.rate)
    model.write(arguments.out, arguments.share)


if __name__ == "__main__":
    main()
