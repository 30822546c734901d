declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 6, align 16
  %v2 = alloca i64, i64 1, align 8
  %v22 = alloca i64, i64 1, align 8
  br label %start
start:
  %v3 = load i64, ptr %dims, align 8
  store i64 0, ptr %v2, align 8
  store i64 %v3, ptr %v1, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  %v9 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v10, ptr %v11, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %ctx, ptr %v12, align 8
  %v13 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v14 = load i64, ptr %v13, align 8
  %v15 = mul nsw i64 8, %v3
  %v16 = mul nsw i64 %v15, 2
  %v17 = udiv i64 %v16, 65536
  %v18 = call i64 @llvm.smax.i64(i64 %v17, i64 1)
  %v19 = mul nsw i64 %v14, 4
  %v20 = call i64 @llvm.smin.i64(i64 %v18, i64 %v19)
  %v21 = call i64 @llvm.smin.i64(i64 %v3, i64 %v20)
  store i64 %v3, ptr %v22, align 8
  %v23 = icmp sgt i64 %v21, 1
  br i1 %v23, label %b24, label %b25
b24:
  %v26 = sub nsw i64 %v21, 1
  %v27 = add nsw i64 %v3, %v26
  %v28 = udiv i64 %v27, %v21
  store i64 %v28, ptr %v22, align 8
  br label %b25
b25:
  %v29 = load i64, ptr %v22, align 8
  %v30 = getelementptr inbounds i64, ptr %v1, i64 5
  store i64 %v29, ptr %v30, align 8
  %v31 = load i64, ptr %v2, align 8
  %v32 = icmp eq i64 %v31, 0
  br i1 %v32, label %b33, label %b34
b33:
  %v35 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %v1, i64 %v21, i64 4611686022722355200)
  store i64 %v35, ptr %v2, align 8
  br label %b34
b34:
  %v36 = load i64, ptr %v2, align 8
  %v37 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v38 = load i64, ptr %v37, align 8
  %v39 = icmp eq i64 %v36, 0
  %v40 = select i1 %v39, i64 %v38, i64 %v36
  ret i64 %v40
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 1
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 2
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 3
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = mul nsw i64 %task, %v11
  %v13 = add nsw i64 %v12, %v11
  %v14 = call i64 @llvm.smin.i64(i64 %v13, i64 %v1)
  br label %b15
b15:
  %i18 = phi i64 [ %v12, %start ], [ %v150, %b121 ]
  %c18_0 = phi i64 [ %v12, %start ], [ %v149, %b121 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  br label %b20
b20:
  %i23 = phi i64 [ 0, %b16 ], [ %v118, %b103 ]
  %v24 = icmp slt i64 %i23, 0
  br i1 %v24, label %b21, label %b22
b21:
  %v25 = add nsw i64 %i23, 4
  %v26 = add nsw i64 %i23, 8
  %v27 = add nsw i64 %i23, 12
  %v28 = getelementptr inbounds i64, ptr %v5, i64 %c18_0
  %v29 = load i64, ptr %v28, align 8
  %v30 = icmp slt i64 %v29, 0
  %v31 = add i64 %v29, 50
  %v32 = select i1 %v30, i64 %v31, i64 %v29
  %v33 = icmp slt i64 %v32, 0
  %v34 = icmp sge i64 %v32, 50
  %v35 = or i1 %v33, %v34
  br i1 %v35, label %b36, label %b37
b36:
  %v38 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v38, align 8
  %v39 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v39, align 8
  %v40 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v40, align 8
  %v41 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v41, align 8
  br label %b37
b37:
  %v42 = sub nsw i64 50, 1
  %v43 = call i64 @llvm.smin.i64(i64 %v32, i64 %v42)
  %v44 = call i64 @llvm.smax.i64(i64 %v43, i64 0)
  %v45 = mul nsw i64 %v44, 8
  %v46 = add nsw i64 %v45, %i23
  %v47 = getelementptr inbounds float, ptr %v3, i64 %v46
  %v48 = load <4 x float>, ptr %v47, align 4
  %v49 = mul nsw i64 %c18_0, 8
  %v50 = add nsw i64 %v49, %i23
  %v51 = getelementptr inbounds float, ptr %v7, i64 %v50
  store <4 x float> %v48, ptr %v51, align 4
  %v52 = icmp slt i64 %v29, 0
  %v53 = add i64 %v29, 50
  %v54 = select i1 %v52, i64 %v53, i64 %v29
  %v55 = icmp slt i64 %v54, 0
  %v56 = icmp sge i64 %v54, 50
  %v57 = or i1 %v55, %v56
  br i1 %v57, label %b58, label %b59
b58:
  %v60 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v60, align 8
  %v61 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v61, align 8
  %v62 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v62, align 8
  %v63 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v63, align 8
  br label %b59
b59:
  %v64 = sub nsw i64 50, 1
  %v65 = call i64 @llvm.smin.i64(i64 %v54, i64 %v64)
  %v66 = call i64 @llvm.smax.i64(i64 %v65, i64 0)
  %v67 = mul nsw i64 %v66, 8
  %v68 = add nsw i64 %v67, %v25
  %v69 = getelementptr inbounds float, ptr %v3, i64 %v68
  %v70 = load <4 x float>, ptr %v69, align 4
  %v71 = mul nsw i64 %c18_0, 8
  %v72 = add nsw i64 %v71, %v25
  %v73 = getelementptr inbounds float, ptr %v7, i64 %v72
  store <4 x float> %v70, ptr %v73, align 4
  %v74 = icmp slt i64 %v29, 0
  %v75 = add i64 %v29, 50
  %v76 = select i1 %v74, i64 %v75, i64 %v29
  %v77 = icmp slt i64 %v76, 0
  %v78 = icmp sge i64 %v76, 50
  %v79 = or i1 %v77, %v78
  br i1 %v79, label %b80, label %b81
b80:
  %v82 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v82, align 8
  %v83 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v83, align 8
  %v84 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v84, align 8
  %v85 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v85, align 8
  br label %b81
b81:
  %v86 = sub nsw i64 50, 1
  %v87 = call i64 @llvm.smin.i64(i64 %v76, i64 %v86)
  %v88 = call i64 @llvm.smax.i64(i64 %v87, i64 0)
  %v89 = mul nsw i64 %v88, 8
  %v90 = add nsw i64 %v89, %v26
  %v91 = getelementptr inbounds float, ptr %v3, i64 %v90
  %v92 = load <4 x float>, ptr %v91, align 4
  %v93 = mul nsw i64 %c18_0, 8
  %v94 = add nsw i64 %v93, %v26
  %v95 = getelementptr inbounds float, ptr %v7, i64 %v94
  store <4 x float> %v92, ptr %v95, align 4
  %v96 = icmp slt i64 %v29, 0
  %v97 = add i64 %v29, 50
  %v98 = select i1 %v96, i64 %v97, i64 %v29
  %v99 = icmp slt i64 %v98, 0
  %v100 = icmp sge i64 %v98, 50
  %v101 = or i1 %v99, %v100
  br i1 %v101, label %b102, label %b103
b102:
  %v104 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v104, align 8
  %v105 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v105, align 8
  %v106 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v106, align 8
  %v107 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v107, align 8
  br label %b103
b103:
  %v108 = sub nsw i64 50, 1
  %v109 = call i64 @llvm.smin.i64(i64 %v98, i64 %v108)
  %v110 = call i64 @llvm.smax.i64(i64 %v109, i64 0)
  %v111 = mul nsw i64 %v110, 8
  %v112 = add nsw i64 %v111, %v27
  %v113 = getelementptr inbounds float, ptr %v3, i64 %v112
  %v114 = load <4 x float>, ptr %v113, align 4
  %v115 = mul nsw i64 %c18_0, 8
  %v116 = add nsw i64 %v115, %v27
  %v117 = getelementptr inbounds float, ptr %v7, i64 %v116
  store <4 x float> %v114, ptr %v117, align 4
  %v118 = add nsw i64 %i23, 16
  br label %b20
b22:
  br label %b119
b119:
  %i122 = phi i64 [ 0, %b22 ], [ %v148, %b133 ]
  %v123 = icmp slt i64 %i122, 8
  br i1 %v123, label %b120, label %b121
b120:
  %v124 = getelementptr inbounds i64, ptr %v5, i64 %c18_0
  %v125 = load i64, ptr %v124, align 8
  %v126 = icmp slt i64 %v125, 0
  %v127 = add i64 %v125, 50
  %v128 = select i1 %v126, i64 %v127, i64 %v125
  %v129 = icmp slt i64 %v128, 0
  %v130 = icmp sge i64 %v128, 50
  %v131 = or i1 %v129, %v130
  br i1 %v131, label %b132, label %b133
b132:
  %v134 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v125, ptr %v134, align 8
  %v135 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v135, align 8
  %v136 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v136, align 8
  %v137 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v137, align 8
  br label %b133
b133:
  %v138 = sub nsw i64 50, 1
  %v139 = call i64 @llvm.smin.i64(i64 %v128, i64 %v138)
  %v140 = call i64 @llvm.smax.i64(i64 %v139, i64 0)
  %v141 = mul nsw i64 %v140, 8
  %v142 = add nsw i64 %v141, %i122
  %v143 = getelementptr inbounds float, ptr %v3, i64 %v142
  %v144 = load float, ptr %v143, align 4
  %v145 = mul nsw i64 %c18_0, 8
  %v146 = add nsw i64 %v145, %i122
  %v147 = getelementptr inbounds float, ptr %v7, i64 %v146
  store float %v144, ptr %v147, align 4
  %v148 = add nsw i64 %i122, 1
  br label %b119
b121:
  %v149 = add nsw i64 %c18_0, 1
  %v150 = add nsw i64 %i18, 1
  br label %b15
b17:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
